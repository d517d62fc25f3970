package torc.tools.fsck;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.repair.PartitionUnion;
import torc.proxy.fsck.Finding;
import torc.proxy.fsck.ObjectCheck;

/// One check of opened stores: rows first, then the blobs of every device. For one thread.
final class DataCheck {
    private static final int QUARANTINE_PAGE = 1_000;

    private final StoppedStores stores;
    private final InstantSource clock;
    private final boolean repairs;
    private final Consumer<Fault> report;
    private final Progress progress;
    private long shards;
    private long blobs;

    DataCheck(StoppedStores stores, InstantSource clock, boolean repairs, Consumer<Fault> report, Progress progress) {
        this.stores = stores;
        this.clock = clock;
        this.repairs = repairs;
        this.report = report;
        this.progress = progress;
    }

    /// What was looked at.
    ///
    /// @param shards containers and accounts
    /// @param blobs each once, however many copies there are
    record Extent(long shards, long blobs) {}

    Extent run() {
        BiConsumer<Finding, Boolean> findings = (finding, repaired) -> report.accept(Fault.of(finding, repaired));
        new ObjectCheck(stores.rows, stores.blobs, repairs)
                .checkRows(findings, () -> progress.at("containers and accounts", ++shards));
        checkQuarantine();
        for (int partition = 0; partition < stores.map.placement().partitions(); partition++)
            checkPartition(partition, findings);
        progress.end();
        return new Extent(shards, blobs);
    }

    private void checkQuarantine() {
        for (var device : stores.map.devices()) {
            var page = device.quarantined(Optional.empty(), QUARANTINE_PAGE);
            while (!page.isEmpty()) {
                for (var blob : page)
                    report.accept(new Fault(
                            Fault.Weight.WRONG,
                            "damaged-copy",
                            blob.toString(),
                            "its copy on " + device.name() + " is damaged",
                            false));
                page = device.quarantined(Optional.of(page.getLast()), QUARANTINE_PAGE);
            }
        }
    }

    private void checkPartition(int partition, BiConsumer<Finding, Boolean> findings) {
        var wanted = stores.map.primaries(partition).size();
        var union = new PartitionUnion(partition, stores.map.devices());
        for (var held = union.next(); held.isPresent(); held = union.next()) {
            progress.at("blobs", ++blobs);
            var copies = held.get().holders().size();
            checkBlob(held.get().blob(), copies, wanted, findings);
        }
    }

    private void checkBlob(StoredBlob blob, int copies, int wanted, BiConsumer<Finding, Boolean> findings) {
        var found = new ArrayList<Finding>();
        ObjectCheck.checkBlobs(
                List.of(blob).iterator(),
                stores.objects.blobOwners(),
                clock.instant(),
                (finding, _) -> found.add(finding));
        found.forEach(finding -> findings.accept(finding, false));
        // What nobody names needs no copies. An upload that a crash cut off leaves such blobs; they go when they are
        // old enough. Nothing can begin to name them while the process is down.
        if (copies < wanted && stores.objects.blobOwners().naming(blob) != BlobOwners.Naming.NOT_NAMED)
            report.accept(new Fault(
                    Fault.Weight.WRONG,
                    "few-copies",
                    blob.id().toString(),
                    copies + " of " + wanted + " copies are there; Torc makes the others while it runs",
                    false));
    }
}
