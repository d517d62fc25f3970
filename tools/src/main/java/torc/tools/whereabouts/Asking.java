package torc.tools.whereabouts;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.cluster.AdminPort;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.cluster.Json;
import torc.tools.cluster.OwnNode;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;

/// What the commands of this package share: they ask the running process of a data directory, as its node where it
/// is one, else at its admin port.
abstract class Asking {
    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--handoffs",
            defaultValue = "3",
            description = "Tell of so many handoffs, 0 to 32 (default: ${DEFAULT-VALUE}).")
    private int handoffs = 3;

    @Option(names = "--json", description = "Print a JSON object instead.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    int handoffs() {
        return handoffs;
    }

    WhereQuestion.Answer ask(WhereQuestion question) {
        if (!ClusterIdentity.isNode(data.path()))
            return AdminPort.ask(data.path(), WhereApi.PATH, question, WhereQuestion.Answer.class);
        try (var node = OwnNode.of(data.path())) {
            return node.ask(WhereApi.PATH, question, WhereQuestion.Answer.class);
        }
    }

    boolean printedAsJson(WhereQuestion.Answer answer) {
        if (json) out().print(new String(Json.pretty(answer), StandardCharsets.UTF_8));
        return json;
    }

    PrintWriter out() {
        return Commands.out(spec);
    }

    void show(BlobSeen blob) {
        out().printf(
                        "ring %s, partition %d, policy %d, %s%n",
                        blob.ring(), blob.partition(), blob.policy(), blob.inFragments() ? "fragments" : "copies");
        for (var copy : blob.copies()) {
            var zone =
                    copy.place().zone() < 0 ? "no zone" : "zone " + copy.place().zone();
            var where = copy.place().node().isEmpty()
                    ? copy.place().label()
                    : copy.place().label() + " at " + copy.place().address() + ":"
                            + copy.place().port();
            out().printf(
                            "  %-9s %-40s %-8s %s%n",
                            copy.primary() ? "primary" : "handoff", where, zone, said(copy, blob));
        }
    }

    /// Clients choose names and types, and a terminal obeys some of their signs.
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String said(CopySeen copy, BlobSeen blob) {
        return switch (copy.state()) {
            case SOUND ->
                blob.inFragments()
                        ? "sound, %,d bytes, fragments %s".formatted(copy.bytes(), indices(copy))
                        : "sound, %,d bytes".formatted(copy.bytes());
            case QUARANTINED -> "quarantined: found damaged, not replaced yet";
            case DELETED -> "deleted";
            case NONE -> copy.primary() ? "MISSING" : "none";
            case SILENT -> "silent: " + printable(copy.cause());
            case NOT_ASKED -> "";
        };
    }

    /// A fragment's index is in the lowest six bits of its id.
    private static String indices(CopySeen copy) {
        return String.join(
                " ",
                copy.records().stream()
                        .map(record -> Integer.toString(Integer.parseInt(record.substring(30), 16) & 63))
                        .toList());
    }

    /// What a check of these blobs comes to.
    static ExitCode verdict(WhereQuestion.Answer answer) {
        if (answer.blobs().stream().anyMatch(blob -> blob.missing() > 0)) return ExitCode.FAULTY;
        return answer.blobs().stream().anyMatch(blob -> blob.silent() > 0) ? ExitCode.INCOMPLETE : ExitCode.OK;
    }
}
