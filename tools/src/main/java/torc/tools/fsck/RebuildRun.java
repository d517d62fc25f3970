package torc.tools.fsck;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.common.pace.Sleeper;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.repair.KeptBlobs;
import torc.objectserver.repair.PartitionUnion;
import torc.proxy.objects.ContainerName;
import torc.proxy.rebuild.Rebuild;
import torc.proxy.rebuild.Restored;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;

/// Makes lost rows anew from the blobs of all devices. For one thread.
///
/// All devices have to answer: a blob that was not seen would be missing from its object, and an older object of
/// the
/// name might come back in its stead.
final class RebuildRun implements Rebuild.Report {
    private final Checked checked;
    private final Ids ids;
    private final Optional<Sleeper> live;
    private final Consumer<Fault> report;
    private final Progress progress;
    private long blobs;
    private long restored;

    RebuildRun(Checked checked, Ids ids, Optional<Sleeper> live, Consumer<Fault> report, Progress progress) {
        this.checked = checked;
        this.ids = ids;
        this.live = live;
        this.report = report;
        this.progress = progress;
    }

    /// @throws CommandFailed if a device does not answer
    Restored run() throws InterruptedException {
        long expected = 0;
        for (var device : checked.devices()) expected += expected(device);
        return new Rebuild(checked.rows(), checked.blobs(), checked.encryption(), ids, this).run(this::walk, expected);
    }

    private static long expected(BlobDevice device) {
        try {
            return device.status().blobs();
        } catch (RuntimeException e) {
            throw away(device.name() + ": " + e.getMessage());
        }
    }

    private static CommandFailed away(String what) {
        return new CommandFailed(
                ExitCode.INCOMPLETE, "All devices have to answer for a rebuild, and one does not: " + what);
    }

    private void walk(Consumer<StoredBlob> each) throws InterruptedException {
        blobs = 0;
        var behind = 0;
        for (var kept : checked.kept()) {
            for (var partition = kept.firstPartition(); partition < kept.endPartition(); partition++) {
                step();
                try {
                    walk(kept, partition, behind, each);
                } catch (DeviceUnavailable e) {
                    throw away(String.valueOf(e.getMessage()));
                }
                behind++;
            }
        }
    }

    /// Each blob once, however many copies or fragments there are.
    private void walk(KeptBlobs kept, int partition, int behind, Consumer<StoredBlob> each) {
        var union = new PartitionUnion(partition, kept.map().devices());
        Id128 seen = null;
        for (var held = union.next(); held.isPresent(); held = union.next()) {
            var record = held.get().blob();
            var blob = PolicyIds.blob(record.id());
            if (blob.equals(seen)) continue;
            seen = blob;
            var bytes = kept.inFragments() ? length(blob) : record.bytes();
            if (bytes > 0) each.accept(new StoredBlob(blob, partition, record.owner(), bytes));
            progress.blobs(++blobs, behind, checked.partitions());
        }
    }

    /// A fragment's length does not tell the blob's, so it is read; 0 if it cannot be.
    private long length(Id128 blob) {
        if (!(checked.blobs().read(blob, 0, BlobStore.MAX_BLOB_BYTES) instanceof BlobReadOutcome.Opened(var source)))
            return 0;
        long bytes = 0;
        try (source) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                bytes += chunk.bytes().remaining();
                chunk.release();
            }
            return bytes;
        } catch (RuntimeException _) {
            return 0;
        }
    }

    @Override
    public void restored(ContainerName container, String name) {
        progress.waits(++restored + " objects are made anew");
    }

    @Override
    public void notRestored(ContainerName container, String name, String why, boolean isLoss) {
        report.accept(new Fault(
                isLoss ? Fault.Weight.LOST : Fault.Weight.LEFTOVER,
                "not-restored",
                container.account().text() + "/" + container.text() + "/" + name,
                why,
                false));
    }

    @Override
    public void step() throws InterruptedException {
        if (live.isPresent()) live.get().sleep(0); // It may be time to end.
    }

    static String text(Restored restored) {
        var uploads = restored.uploads() == 0
                ? ""
                : "; %d of them are made of the parts of uploads, which may not have been completed"
                        .formatted(restored.uploads());
        var bare = restored.bare() == 0
                ? ""
                : "; of %d the blobs do not tell type and metadata".formatted(restored.bare());
        return "%d containers and %d objects of %s made anew%s%s; %d names were not"
                .formatted(
                        restored.containers(),
                        restored.objects(),
                        torc.tools.command.Sizes.human(restored.bytes()),
                        uploads,
                        bare,
                        restored.lost());
    }

    static Map<String, Long> figures(Restored restored) {
        return Map.of(
                "containers", restored.containers(),
                "objects", restored.objects(),
                "of-uploads", restored.uploads(),
                "bytes", restored.bytes(),
                "bare", restored.bare(),
                "not-restored", restored.lost());
    }
}
