package torc.tools.fsck;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import torc.proxy.rebuild.Restored;
import torc.tools.command.ExitCode;

/// What a check came to, as text and as JSON.
///
/// @param restored what was made anew; empty if that was not asked for
record Verdict(DataCheck.Extent extent, Tally.Counts counts, Optional<Restored> restored) {
    ExitCode exitCode() {
        if (counts.faults() > 0) return ExitCode.FAULTY;
        return extent.unseen().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    static void print(Fault fault, PrintWriter out) {
        var mark = fault.repaired() ? "repaired" : fault.weight().name().toLowerCase(Locale.ROOT);
        out.printf("%-9s %-24s %s: %s%n", mark, fault.kind(), printable(fault.subject()), printable(fault.detail()));
    }

    void print(PrintWriter out) {
        restored.ifPresent(made -> out.println(RebuildRun.text(made)));
        for (var each : extent.unseen().entrySet())
            out.printf("%-9s %s: %s%n", "unseen", printable(each.getKey()), printable(each.getValue()));
        out.printf(
                "%d containers and accounts, %d blobs checked: %d lost, %d wrong, %d repaired, %d leftovers%s%n",
                extent.shards(),
                extent.blobs(),
                counts.lost(),
                counts.wrong(),
                counts.repaired(),
                counts.left(),
                extent.unseen().isEmpty() ? "" : "; not everything could be looked at");
    }

    /// Names are the clients': none of them gets to move the operator's cursor.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    String json(List<Fault> faults) {
        var root = new JsonMapper().createObjectNode();
        root.put("clean", exitCode() == ExitCode.OK);
        root.put("containers-and-accounts", extent.shards());
        root.put("blobs", extent.blobs());
        root.put("lost", counts.lost());
        root.put("wrong", counts.wrong());
        root.put("repaired", counts.repaired());
        root.put("leftovers", counts.left());
        restored.ifPresent(made -> {
            var node = root.putObject("restored");
            RebuildRun.figures(made).forEach(node::put);
        });
        var unseen = root.putObject("unseen");
        for (Map.Entry<String, String> each : extent.unseen().entrySet()) unseen.put(each.getKey(), each.getValue());
        var list = root.putArray("findings");
        for (var fault : faults) {
            var entry = list.addObject();
            entry.put("weight", fault.weight().name().toLowerCase(Locale.ROOT));
            entry.put("kind", fault.kind());
            entry.put("subject", fault.subject());
            entry.put("detail", fault.detail());
            entry.put("repaired", fault.repaired());
        }
        return root.toPrettyString();
    }
}
