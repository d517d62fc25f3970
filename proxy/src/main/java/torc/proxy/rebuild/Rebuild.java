package torc.proxy.rebuild;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.StoredBlob;
import torc.proxy.catalog.BlobPlace;
import torc.proxy.encryption.Binding;
import torc.proxy.encryption.Encryption;
import torc.proxy.encryption.SealBroken;
import torc.proxy.encryption.SealedNote;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.Seal;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.ShardKey;

/// Gives containers whose rows are all lost the rows that the headers of their blobs tell of. For one thread.
///
/// A container with any row is left alone: a blob that its rows do not name was deleted or replaced. A rebuild
/// that was
/// cut off goes on when it is begun again.
public final class Rebuild {
    /// Blobs whose headers are held in memory at a time, 500 bytes each; the walk is made once for each so many.
    private static final int BLOBS_AT_ONCE = 100_000;

    private final Encryption encryption;
    private final LostContainers containers;
    private final ObjectRestoring objects;
    private final Report report;
    private final Map<ContainerName, Boolean> lost = new HashMap<>();

    /// @param encryption opens the seals that headers carry
    public Rebuild(MetadataStore rows, BlobStore blobs, Encryption encryption, Ids ids, Report report) {
        this.encryption = encryption;
        this.containers = new LostContainers(rows, ids);
        this.objects = new ObjectRestoring(rows, blobs, encryption, report);
        this.report = report;
    }

    /// Walks over all blobs of all devices, each once.
    public interface Walk {
        void over(Consumer<StoredBlob> each) throws InterruptedException;
    }

    /// Is told what happens.
    public interface Report {
        /// An object was made anew.
        void restored(ContainerName container, String name);

        /// Nothing was made of the blobs of a name.
        ///
        /// @param isLoss whether bytes are known to be lost; else it may be an upload that never ended
        void notRestored(ContainerName container, String name, String why, boolean isLoss);

        /// Time to say that it goes on, and to end it by an exception.
        void step() throws InterruptedException;
    }

    /// @param walk may be asked to walk several times
    /// @param expectedBlobs about how many there are
    public Restored run(Walk walk, long expectedBlobs) throws InterruptedException {
        var passes = (int) Math.max(1, (expectedBlobs + BLOBS_AT_ONCE - 1) / BLOBS_AT_ONCE);
        var sum = Restored.NOTHING;
        for (var pass = 0; pass < passes; pass++) {
            var found = new TreeMap<String, Map<String, List<FoundBlob>>>();
            var ofPass = pass;
            walk.over(blob -> gather(blob, ofPass, passes, found));
            for (var container : found.entrySet()) sum = sum.plus(restore(container.getKey(), container.getValue()));
        }
        lost.forEach((container, was) -> {
            if (was) containers.done(container);
        });
        return sum;
    }

    private void gather(StoredBlob blob, int pass, int passes, Map<String, Map<String, List<FoundBlob>>> found) {
        var owner = blob.owner();
        var place = BlobPlace.parse(owner.row());
        if (place.isEmpty() || !RowKeys.isOfContainer(owner.shard())) return;
        var container = RowKeys.container(new ShardKey(owner.shard()));
        var name = place.get().name();
        if (Math.floorMod(Objects.hash(container, name), passes) != pass) return;
        if (!lost.computeIfAbsent(container, containers::isLost)) return;
        var deadline = ChronoUnit.MICROS.between(Instant.EPOCH, owner.deadline());
        found.computeIfAbsent(RowKeys.shard(container).text(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(name, _ -> new ArrayList<>())
                .add(new FoundBlob(
                        blob.id(),
                        place.get(),
                        blob.bytes(),
                        deadline,
                        BlobNote.decode(SealedNote.note(owner.about())),
                        seal(blob)));
    }

    /// The blob's seal as a row carries it. One that cannot be opened stays as it is: then the bytes cannot be read,
    /// and that is reported with the cause.
    private Optional<Seal> seal(StoredBlob blob) {
        var found = SealedNote.seal(blob.owner().about());
        try {
            return found.map(seal -> encryption.rebind(seal, Binding.ofOwner(blob.owner()), Binding.ofBlob(blob.id())));
        } catch (SealBroken _) {
            return found;
        }
    }

    private Restored restore(String shard, Map<String, List<FoundBlob>> names) throws InterruptedException {
        var container = RowKeys.container(new ShardKey(shard));
        var attempts = new LinkedHashMap<String, List<Attempt>>();
        names.forEach((name, blobs) -> attempts.put(name, Attempt.of(blobs)));
        var oldest = attempts.values().stream()
                .flatMap(List::stream)
                .mapToLong(Attempt::begunMicros)
                .min();
        if (oldest.isEmpty()) {
            for (var name : names.keySet()) report.notRestored(container, name, "no whole body is left", false);
            return new Restored(0, 0, 0, 0, 0, names.size());
        }
        // All blobs of a container are of its policy.
        var policy =
                PolicyIds.policy(names.values().iterator().next().getFirst().id());
        var made = containers.make(container, oldest.getAsLong(), policy);
        var sum = new Restored(made ? 1 : 0, 0, 0, 0, 0, 0);
        for (var entry : attempts.entrySet()) {
            report.step();
            sum = sum.plus(objects.restore(container, entry.getKey(), entry.getValue()));
        }
        return sum;
    }
}
