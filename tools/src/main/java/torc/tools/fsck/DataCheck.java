package torc.tools.fsck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import torc.common.id.Id128;
import torc.common.pace.Sleeper;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.repair.KeptBlobs;
import torc.objectserver.repair.PartitionUnion;
import torc.proxy.fsck.Finding;
import torc.proxy.fsck.ObjectCheck;

/// One check: rows first, then the blobs of every device. For one thread.
///
/// It may run beside traffic. What may be only under way is looked at again at the end, and is a fault if it
/// still
/// is as it was.
final class DataCheck {
    /// Long enough for a write to end and for repair to complete what a client's write left.
    static final Duration SECOND_LOOK_AFTER = Duration.ofSeconds(15);

    private static final int QUARANTINE_PAGE = 1_000;

    /// Partitions whose digests are fetched at once.
    private static final int STRIDE = 4096;

    /// Blobs to look at again; 200 bytes each.
    private static final int MOST_SUSPECTS = 50_000;

    private final Checked checked;
    private final boolean repairs;
    private final Optional<Sleeper> live;
    private final Consumer<Fault> report;
    private final Progress progress;
    private final Set<String> silent = new HashSet<>();
    private final Map<String, String> unseen = new TreeMap<>();
    private final Map<StoredBlob, Suspect> suspects = new LinkedHashMap<>();
    private int behind;
    private long shards;
    private long blobs;

    /// @param live present if others work on the data at the same time: lets time pass before a second look
    DataCheck(Checked checked, boolean repairs, Optional<Sleeper> live, Consumer<Fault> report, Progress progress) {
        this.checked = checked;
        this.repairs = repairs;
        this.live = live;
        this.report = report;
        this.progress = progress;
    }

    /// A blob that may only be under way.
    private record Suspect(KeptBlobs kept, int wanted) {}

    /// What was looked at.
    ///
    /// @param shards containers and accounts
    /// @param blobs each once, however many copies there are
    /// @param unseen what could not be looked at, and why
    record Extent(long shards, long blobs, Map<String, String> unseen) {
        Extent {
            unseen = Map.copyOf(unseen);
        }
    }

    Extent run() throws InterruptedException {
        BiConsumer<Finding, Boolean> findings = (finding, repaired) -> report.accept(Fault.of(finding, repaired));
        new ObjectCheck(checked.rows(), checked.blobs(), repairs, checked.scope())
                .checkRows(findings, () -> progress.rows(++shards));
        var named = new HashSet<String>();
        // A damaged copy tells no owner.
        if (checked.scope().isAll())
            for (var device : checked.devices())
                if (named.add(device.name())) asked(device, () -> checkQuarantine(device));
        for (var kept : checked.kept()) {
            for (var first = kept.firstPartition(); first < kept.endPartition(); first += STRIDE)
                checkPartitions(kept, first, Math.min(first + STRIDE, kept.endPartition()), findings);
            behind += kept.map().placement().partitions();
        }
        lookAgain();
        return new Extent(shards, blobs, unseen);
    }

    /// A device that does not answer once is not asked again, for each question may take its whole time limit.
    private void asked(BlobDevice device, Runnable question) {
        try {
            question.run();
        } catch (RuntimeException e) {
            silent.add(device.name());
            unseen.put("device " + device.name(), String.valueOf(e.getMessage()));
        }
    }

    private void checkQuarantine(BlobDevice device) {
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

    private List<BlobDevice> answering(KeptBlobs kept) {
        return kept.map().devices().stream()
                .filter(device -> !silent.contains(device.name()))
                .toList();
    }

    private void checkPartitions(KeptBlobs kept, int first, int end, BiConsumer<Finding, Boolean> findings)
            throws InterruptedException {
        var used = new TreeSet<Integer>();
        for (var device : answering(kept))
            asked(device, () -> device.digests(first, end).forEach(digest -> used.add(digest.partition())));
        for (var partition : used) {
            if (live.isPresent()) live.get().sleep(0); // It may be time to end.
            try {
                checkPartition(kept, partition, findings);
            } catch (RuntimeException e) {
                unseen.put("partition " + partition, String.valueOf(e.getMessage()));
            }
        }
    }

    /// Records of one blob, copies or fragments, stand side by side.
    private void checkPartition(KeptBlobs kept, int partition, BiConsumer<Finding, Boolean> findings) {
        var answering = answering(kept);
        var primaries = kept.map().primaries(partition);
        var union = new PartitionUnion(partition, answering);
        Optional<StoredBlob> blob = Optional.empty();
        var parts = 0;
        for (var held = union.next(); held.isPresent() || blob.isPresent(); held = union.next()) {
            var next = held.map(each -> whole(each.blob()));
            if (blob.isPresent() && !next.map(StoredBlob::id).equals(blob.map(StoredBlob::id))) {
                if (checked.scope().covers(blob.get().owner().shard())) {
                    progress.blobs(++blobs, behind + partition - kept.firstPartition(), checked.partitions());
                    checkNaming(blob.get(), findings);
                    // What is on devices that were not asked is not known to be missing.
                    if (answering.containsAll(primaries)) checkCopies(kept, blob.get(), parts, primaries.size());
                }
                parts = 0;
            }
            blob = next;
            if (held.isPresent())
                parts += kept.inFragments() ? 1 : held.get().holders().size();
            if (held.isEmpty()) return;
        }
    }

    private static StoredBlob whole(StoredBlob record) {
        return new StoredBlob(PolicyIds.blob(record.id()), record.partition(), record.owner(), record.bytes());
    }

    private void checkNaming(StoredBlob blob, BiConsumer<Finding, Boolean> findings) {
        var found = new ArrayList<Finding>();
        ObjectCheck.checkBlobs(
                List.of(blob).iterator(),
                checked.owners(),
                checked.clock().instant(),
                (finding, _) -> found.add(finding));
        found.forEach(finding -> findings.accept(finding, false));
    }

    /// What nobody names needs no copies. An upload that a crash cut off leaves such blobs; they go when they are
    /// old enough.
    private void checkCopies(KeptBlobs kept, StoredBlob blob, int copies, int wanted) {
        if (copies >= wanted) return;
        if (live.isPresent() && suspects.size() < MOST_SUSPECTS) suspects.put(blob, new Suspect(kept, wanted));
        else fewCopies(blob, copies, wanted);
    }

    private void fewCopies(StoredBlob blob, int copies, int wanted) {
        if (checked.owners().naming(blob) == BlobOwners.Naming.NOT_NAMED) return;
        report.accept(new Fault(
                Fault.Weight.WRONG,
                "few-copies",
                blob.id().toString(),
                copies + " of " + wanted + " copies are there; Torc makes the others while it runs",
                false));
    }

    /// A write may have been under way, or the copy was just being made.
    private void lookAgain() throws InterruptedException {
        if (live.isEmpty() || suspects.isEmpty()) return;
        progress.waits(suspects.size() + " blobs have few copies and are looked at again");
        live.get().sleep(SECOND_LOOK_AFTER.toNanos());
        for (var suspect : suspects.entrySet()) {
            var blob = suspect.getKey();
            try {
                var copies = copies(suspect.getValue().kept(), blob);
                var wanted = suspect.getValue().wanted();
                if (copies > 0 && copies < wanted) fewCopies(blob, copies, wanted);
            } catch (RuntimeException e) {
                unseen.put("blob " + blob.id(), String.valueOf(e.getMessage()));
            }
        }
    }

    /// Copies, or different fragments, that the devices have of a blob.
    private int copies(KeptBlobs kept, StoredBlob blob) {
        var copies = 0;
        var fragments = new HashSet<Id128>();
        var before = new Id128(blob.id().high(), blob.id().low() - 1); // An id with a policy's mark is not the least.
        for (var device : answering(kept)) {
            if (!kept.inFragments()) copies += device.head(blob.id()).isPresent() ? 1 : 0;
            else
                for (var each : device.list(blob.partition(), Optional.of(before), PolicyIds.MOST_POLICIES))
                    if (PolicyIds.blob(each.id()).equals(blob.id())) fragments.add(each.id());
        }
        return copies + fragments.size();
    }
}
