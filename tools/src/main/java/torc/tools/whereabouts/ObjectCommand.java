package torc.tools.whereabouts;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torc.proxy.objects.ObjectName;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;

/// `torc object`: where objects and blobs are, as swift-object-info and swift-get-nodes tell.
@Command(
        name = "object",
        mixinStandardHelpOptions = true,
        description = "Tells where objects and their blobs are.",
        subcommands = {ObjectCommand.Info.class, ObjectCommand.Nodes.class})
public final class ObjectCommand implements Callable<Integer> {
    private static final String CODES =
            "Exit code 0: all primaries hold what they should; 17: some do not; 19: some did not answer.";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Commands.err(spec).println("torc object info ACCOUNT CONTAINER OBJECT, or torc object --help");
        return ExitCode.USAGE.number();
    }

    @Command(
            name = "info",
            mixinStandardHelpOptions = true,
            description = "Tells what an object's row says, and asks the devices that should hold its bytes.",
            footer = {"", CODES})
    static final class Info extends Asking implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "As in a Swift path, such as AUTH_4f….")
        private String account = "";

        @Parameters(index = "1", paramLabel = "CONTAINER", description = "Container, or S3's bucket.")
        private String container = "";

        @Parameters(index = "2", paramLabel = "OBJECT", description = "Name of the object.")
        private String object = "";

        @Option(names = "--version-number", description = "A version, by its number; else what stands under the name.")
        private long version = ObjectName.CURRENT;

        @Option(names = "--from", description = "Leave away so many blobs.")
        private int from;

        @Override
        public Integer call() {
            if (version < ObjectName.CURRENT)
                throw new CommandFailed(ExitCode.USAGE, "A version's number is not negative.");
            var answer = ask(WhereQuestion.object(account, container, object, version, from, handoffs()));
            if (!printedAsJson(answer)) show(answer);
            return verdict(answer).number();
        }

        private void show(WhereQuestion.Answer answer) {
            for (var seen : answer.objects()) {
                out().println(printable(seen.path()));
                out().printf("%-12s %,d%n", "bytes", seen.bytes());
                out().printf("%-12s %s%n", "etag", printable(seen.etag()));
                out().printf("%-12s %s%n", "type", printable(seen.contentType()));
                out().printf("%-12s %s (%s)%n", "modified", seen.modified(), seen.timestamp());
                if (seen.version() > 0) out().printf("%-12s %d%n", "version", seen.version());
                if (seen.parts() > 0) out().printf("%-12s %d%n", "parts", seen.parts());
                out().printf("%-12s %s%n", "policy", seen.policy());
                out().printf("%-12s %s%n", "storage", storage(seen.storage(), answer.allBlobs()));
                out().printf("%-12s %s%n", "metadata", printable(seen.shard()));
            }
            var number = from;
            for (var blob : answer.blobs()) {
                out().println();
                out().printf(
                                "blob %s, %d of %d: %,d bytes from %d, ",
                                blob.blob(), ++number, answer.allBlobs(), blob.bytes(), blob.firstByte());
                show(blob);
            }
            if (number < answer.allBlobs()) out().printf("%nThe blobs behind these: --from %d%n", number);
        }

        private static String storage(String storage, int blobs) {
            return switch (storage) {
                case "NOWHERE" -> "no bytes";
                case "INLINE" -> "inline, in the metadata";
                case "MARKER" -> "a delete marker";
                default -> blobs == 1 ? "1 blob" : blobs + " blobs";
            };
        }
    }

    @Command(
            name = "nodes",
            mixinStandardHelpOptions = true,
            description = "Tells the primaries and handoffs of a blob, and what they hold of it; or of a partition.",
            footer = {"", CODES})
    static final class Nodes extends Asking implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Of of = new Of();

        /// One of the two.
        static final class Of {
            @Option(names = "--blob", paramLabel = "ID", description = "32 hexadecimal digits.")
            private String blob = "";

            @Option(names = "--partition", paramLabel = "NUMBER", description = "Where its blobs belong.")
            private int partition = -1;
        }

        @Option(
                names = "--ring",
                defaultValue = "object",
                description = "Name of the partition's ring (default: ${DEFAULT-VALUE}).")
        private String ring = "object";

        @Override
        public Integer call() {
            var answer = ask(
                    of.blob.isEmpty()
                            ? WhereQuestion.partition(ring, of.partition, handoffs())
                            : WhereQuestion.blob(of.blob, handoffs()));
            if (!printedAsJson(answer)) answer.blobs().forEach(this::show);
            return (of.blob.isEmpty() ? ExitCode.OK : verdict(answer)).number();
        }
    }
}
