package torc.tools.rings;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.rings.RingQuestion.Verb;

/// `torc ring`: looks at the rings in use and changes them: what is staged is planned, and moves when it is
/// applied.
@Command(
        name = "ring",
        mixinStandardHelpOptions = true,
        description = "Shows and changes the rings of a cluster; nothing moves before 'apply'.",
        subcommands = {
            RingCommand.Show.class,
            RingCommand.Add.class,
            RingCommand.SetWeight.class,
            RingCommand.SetMinPartHours.class,
            RingCommand.Remove.class,
            RingCommand.Forget.class,
            RingCommand.Plan.class,
            RingCommand.Apply.class,
            RingCommand.History.class,
            RingCommand.Revert.class,
            DispersionCommand.class
        })
public final class RingCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Commands.err(spec).println("torc ring show, or torc ring --help");
        return ExitCode.USAGE.number();
    }

    /// A question about a ring.
    abstract static class About extends Asking implements Callable<Integer> {
        @Option(
                names = "--ring",
                defaultValue = "object",
                description = "Name of the ring (default: ${DEFAULT-VALUE}).")
        private String ring = "object";

        abstract Verb verb();

        List<String> devices() {
            return List.of();
        }

        double weight() {
            return 0;
        }

        int hours() {
            return 0;
        }

        long epoch() {
            return 0;
        }

        String plan() {
            return "";
        }

        @Override
        public Integer call() {
            var question = new RingQuestion(verb(), ring, devices(), weight(), hours(), epoch(), plan());
            var answer = ask(RingApi.PATH, question, RingAnswer.class);
            if (!printedAsJson(answer)) show(answer);
            return ExitCode.OK.number();
        }

        void show(RingAnswer answer) {
            out().printf(
                            "ring %s, epoch %d: %d partitions, %.0f copies, balance %.2f %%, dispersion %.2f %%%n",
                            answer.ring(),
                            answer.epoch(),
                            answer.partitions(),
                            answer.replicas(),
                            answer.balance(),
                            answer.dispersion());
            out().printf("%4s  %-24s %4s %10s %10s  %s%n", "id", "device", "zone", "weight", "partitions", "staged");
            for (var device : answer.devices())
                out().printf(
                                "%4d  %-24s %4d %10.2f %10d  %s%n",
                                device.id(),
                                device.node() + "/" + device.device(),
                                device.zone(),
                                device.weight(),
                                device.partitions(),
                                device.change());
        }
    }

    /// A question about some devices of a ring.
    abstract static class AboutDevices extends About {
        @Parameters(paramLabel = "DEVICE", arity = "0..*", description = "Nodes, or devices as node/device.")
        private List<String> devices = List.of();

        @Override
        List<String> devices() {
            return devices;
        }

        @Override
        void show(RingAnswer answer) {
            super.show(answer);
            out().printf("%n");
            out().printf("Nothing has moved yet. See what would: torc ring plan; then: torc ring apply%n");
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints a ring, with what is staged.")
    static final class Show extends About {
        @Override
        Verb verb() {
            return Verb.SHOW;
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Stages devices to come into a ring: those named, or all that nodes have.")
    static final class Add extends AboutDevices {
        @Override
        Verb verb() {
            return Verb.ADD;
        }
    }

    @Command(
            name = "set-weight",
            mixinStandardHelpOptions = true,
            description = "Stages another weight; 0 empties the devices.")
    static final class SetWeight extends AboutDevices {
        @Option(names = "--weight", required = true, description = "Share relative to the other devices.")
        private double weight;

        @Override
        Verb verb() {
            return Verb.SET_WEIGHT;
        }

        @Override
        double weight() {
            return weight;
        }
    }

    @Command(
            name = "set-min-part-hours",
            mixinStandardHelpOptions = true,
            description =
                    "Stages for how long no second replica of a partition moves; 0: the next plan may follow at once.")
    static final class SetMinPartHours extends About {
        @Parameters(paramLabel = "HOURS", description = "0 to 100000.")
        private int hours;

        @Override
        Verb verb() {
            return Verb.SET_MIN_PART_HOURS;
        }

        @Override
        int hours() {
            return hours;
        }

        @Override
        void show(RingAnswer answer) {
            super.show(answer);
            out().printf("%n");
            out().printf("Staged: min_part_hours %d. See what it would move: torc ring plan%n", answer.minPartHours());
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description =
                    "Stages devices to leave at once, as lost ones do; to empty them first: set-weight --weight 0.")
    static final class Remove extends AboutDevices {
        @Override
        Verb verb() {
            return Verb.REMOVE;
        }
    }

    @Command(name = "forget", mixinStandardHelpOptions = true, description = "Forgets what is staged.")
    static final class Forget extends About {
        @Override
        Verb verb() {
            return Verb.FORGET;
        }
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Tells what applying the staged changes would move.")
    static final class Plan extends About {
        @Override
        Verb verb() {
            return Verb.PLAN;
        }

        @Override
        void show(RingAnswer answer) {
            super.show(answer);
            out().printf("%n");
            out().printf(
                            "Plan %s would move %d of %.0f partition replicas, about %s%s.%n",
                            answer.plan(),
                            answer.moved(),
                            answer.partitions() * answer.replicas(),
                            human(answer.movedBytes()),
                            time(answer.seconds()).map(each -> " in " + each).orElse(""));
            RingReasons.of(answer).forEach(out()::println);
            if (answer.moved() > 0 || answer.staged())
                out().printf("Do exactly that: torc ring apply %s%n", answer.plan());
        }
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Makes what is staged the ring in use; nodes follow within seconds, and data moves.")
    static final class Apply extends About {
        @Parameters(paramLabel = "PLAN", arity = "0..1", description = "Number that 'torc ring plan' told.")
        private String plan = "";

        @Option(names = "--latest", description = "Whatever the plan is now, without having seen it.")
        private boolean latest;

        @Override
        Verb verb() {
            return Verb.APPLY;
        }

        @Override
        String plan() {
            if (plan.isEmpty() != latest)
                throw new CommandFailed(
                        ExitCode.USAGE, "Say which plan: the number that 'torc ring plan' tells, or --latest.");
            return plan;
        }

        @Override
        void show(RingAnswer answer) {
            super.show(answer);
            out().printf("%n");
            out().printf(
                            "Applied plan %s: %d partition replicas move, about %s%s.%n",
                            answer.plan(),
                            answer.moved(),
                            human(answer.movedBytes()),
                            time(answer.seconds()).map(each -> " in " + each).orElse(""));
            RingReasons.of(answer).forEach(out()::println);
        }
    }

    @Command(name = "history", mixinStandardHelpOptions = true, description = "Prints the epochs that are kept.")
    static final class History extends About {
        @Override
        Verb verb() {
            return Verb.HISTORY;
        }

        @Override
        void show(RingAnswer answer) {
            out().printf("%6s %8s %7s %9s%n", "epoch", "devices", "copies", "balance");
            for (var epoch : answer.history())
                out().printf(
                                "%6d %8d %7.0f %8.2f%%%n",
                                epoch.epoch(), epoch.devices(), epoch.replicas(), epoch.balance());
        }
    }

    @Command(
            name = "revert",
            mixinStandardHelpOptions = true,
            description = "Makes the ring of an earlier epoch the ring in use.")
    static final class Revert extends About {
        @Parameters(paramLabel = "EPOCH", description = "One of 'torc ring history'.")
        private long epoch;

        @Override
        Verb verb() {
            return Verb.REVERT;
        }

        @Override
        long epoch() {
            return epoch;
        }
    }
}
