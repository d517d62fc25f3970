package torc.tools.fsck;

import torc.proxy.fsck.Finding;
import torc.proxy.objects.ContainerName;

/// A finding as an operator reads it.
///
/// @param kind one word with hyphens, for scripts
/// @param subject what it is about
/// @param repaired whether it is right again
record Fault(Weight weight, String kind, String subject, String detail, boolean repaired) {
    /// How bad it is.
    enum Weight {
        /// Bytes that a client has stored cannot be read.
        LOST,
        /// Something is not as it should be; no byte is lost.
        WRONG,
        /// A crash left it; Torc clears it away by itself while it runs. Not a fault.
        LEFTOVER
    }

    static Fault of(Finding finding, boolean repaired) {
        return switch (finding) {
            case Finding.WrongCounters(var container, var stored, var counted) ->
                new Fault(
                        Weight.WRONG,
                        "wrong-counters",
                        text(container),
                        stored.objects() + " objects, " + stored.bytes() + " bytes are counted; there are "
                                + counted.objects() + " objects, " + counted.bytes() + " bytes",
                        repaired);
            case Finding.MissingEntry(var container) ->
                new Fault(Weight.WRONG, "missing-entry", text(container), "its account does not list it", repaired);
            case Finding.EntryWithoutContainer(var container) ->
                new Fault(
                        Weight.LEFTOVER,
                        "entry-without-container",
                        text(container),
                        "its account lists it, and it is not there",
                        repaired);
            case Finding.MissingBlob(var container, var name, var blob) ->
                new Fault(Weight.LOST, "missing-blob", text(container, name), "no device has blob " + blob, repaired);
            case Finding.MissingReference(var container, var name, var blob) ->
                new Fault(
                        Weight.WRONG,
                        "missing-reference",
                        text(container, name),
                        "nothing keeps blob " + blob + " for it",
                        repaired);
            case Finding.MissingData(var container, var name) ->
                new Fault(
                        Weight.LOST,
                        "missing-data",
                        text(container, name),
                        "its data row is not there or not of its length",
                        repaired);
            case Finding.MissingExpiry(var container, var name) ->
                new Fault(
                        Weight.WRONG,
                        "missing-expiry",
                        text(container, name),
                        "the index of ends does not know it",
                        repaired);
            case Finding.UnreadableRow(var shard, var key, var cause) ->
                new Fault(Weight.LOST, "unreadable-row", shard.text() + " " + key, cause, repaired);
            case Finding.UnnamedBlob(var blob) ->
                new Fault(Weight.LEFTOVER, "unnamed-blob", blob.toString(), "no row names it", repaired);
        };
    }

    private static String text(ContainerName container) {
        return container.account().text() + "/" + container.text();
    }

    private static String text(ContainerName container, String object) {
        return text(container) + "/" + object;
    }
}
