package torc.tools.up;

import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ObjectNode;
import torc.common.metrics.Metrics;
import torc.objectserver.repair.CopyCensus;
import torc.objectserver.repair.KeptBlobs;

/// Counts from time to time the copies that blobs miss, on the process that does what one does for all. Any
/// thread may
/// ask for the newest count.
final class Census {
    private final Supplier<Collection<KeptBlobs>> kept;
    private final BooleanSupplier leads;
    private final LongSupplier nanoTime;
    private volatile Optional<Counted> newest = Optional.empty();

    private record Counted(CopyCensus census, long at) {}

    /// @param kept what all rings keep
    Census(Supplier<Collection<KeptBlobs>> kept, BooleanSupplier leads, LongSupplier nanoTime) {
        this.kept = kept;
        this.leads = leads;
        this.nanoTime = nanoTime;
    }

    void measure(Metrics metrics) {
        gauge(metrics, "torc_copies_missing", "copies of blobs that are not where they should be", CopyCensus::missing);
        gauge(metrics, "torc_blobs_incomplete", "blobs that miss at least one copy", CopyCensus::incomplete);
        gauge(metrics, "torc_copies_misplaced", "copies on other devices than the ring says", CopyCensus::misplaced);
        gauge(
                metrics,
                "torc_devices_away",
                "devices of the ring that do not answer",
                each -> each.away().size());
    }

    private void gauge(Metrics metrics, String name, String meaning, ToDoubleFunction<CopyCensus> figure) {
        metrics.gauge(
                name,
                meaning + "; 0 where another process counts",
                () -> newest.map(each -> figure.applyAsDouble(each.census())).orElse(0.0));
    }

    /// One round of the daemon.
    void round() {
        if (!leads.getAsBoolean()) {
            newest = Optional.empty();
            return;
        }
        var all =
                kept.get().stream().map(each -> CopyCensus.of(each, _ -> true)).reduce(CopyCensus::plus);
        newest = all.map(census -> new Counted(census, nanoTime.getAsLong()));
    }

    /// Writes the newest count, if this process has one.
    void write(ObjectNode root) {
        newest.ifPresent(counted -> {
            var census = counted.census();
            var node = root.putObject("copies");
            node.put("blobs", census.blobs());
            node.put("wanted", census.wanted());
            node.put("missing", census.missing());
            node.put("incomplete-blobs", census.incomplete());
            node.put("misplaced", census.misplaced());
            node.put("age-seconds", (nanoTime.getAsLong() - counted.at()) / 1_000_000_000L);
            var away = node.putArray("away");
            census.away().forEach(away::add);
        });
    }
}
