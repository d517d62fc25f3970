package torc.tools.rings;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.policies.PolicyApi;
import torc.tools.policies.PolicyQuestion;
import torc.tools.policies.PolicyQuestion.Verb;

/// `torc policy`: shows and makes the storage policies of a cluster.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Shows and makes the storage policies of a cluster.",
        subcommands = {PolicyCommand.ListPolicies.class, PolicyCommand.Add.class, PolicyCommand.Standard.class})
public final class PolicyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Commands.err(spec).println("torc policy list, or torc policy --help");
        return ExitCode.USAGE.number();
    }

    /// A question about policies.
    abstract static class About extends Asking implements Callable<Integer> {
        abstract PolicyQuestion question();

        @Override
        public Integer call() {
            var answer = ask(PolicyApi.PATH, question(), PolicyQuestion.Answer.class);
            if (printedAsJson(answer)) return ExitCode.OK.number();
            out().printf("%-20s %-8s %-12s %7s  %s%n", "policy", "keeps", "ring", "devices", "");
            for (var policy : answer.policies())
                out().printf(
                                "%-20s %-8s %-12s %7d  %s%n",
                                policy.name(),
                                policy.kind(),
                                policy.ring(),
                                policy.devices(),
                                policy.standard() ? "default" : "");
            return ExitCode.OK.number();
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Prints the storage policies.")
    static final class ListPolicies extends About {
        @Override
        PolicyQuestion question() {
            return new PolicyQuestion(Verb.LIST, "", "");
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes a storage policy on a ring of all devices of all nodes; it stays for good.")
    static final class Add extends About {
        @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits and hyphens.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "KIND", description = "COPIES, as 3, or DATA+PARITY, as 4+2.")
        private String kind = "";

        @Override
        PolicyQuestion question() {
            return new PolicyQuestion(Verb.ADD, name, kind);
        }
    }

    @Command(
            name = "default",
            mixinStandardHelpOptions = true,
            description = "New containers are made in this policy where their maker names none.")
    static final class Standard extends About {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        PolicyQuestion question() {
            return new PolicyQuestion(Verb.STANDARD, name, "");
        }
    }
}
