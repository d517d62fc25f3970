package torc.tools.whereabouts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import torc.common.id.Id128;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.repair.KeptBlobs;
import torc.ring.registry.Policy;

/// Looks for blobs on the devices that the rings name. Safe for many threads; blocks.
///
/// @param rings what each ring keeps, by its name
/// @param firstRing name of the first policy's ring
/// @param places where devices stand
/// @param threads makes a thread for each device that is asked
/// @param patience a device that does not answer in so long is silent
record BlobSearch(
        Supplier<Map<String, KeptBlobs>> rings,
        String firstRing,
        Places places,
        ThreadFactory threads,
        Duration patience) {
    /// Where a blob belongs, without asking any device.
    List<Place> primaries(Id128 blob) {
        var name = ring(blob);
        var kept = kept(name);
        var at = places.in(name);
        return kept.map().primaries(kept.map().placement().partition(blob)).stream()
                .map(device -> at.apply(device.name()))
                .toList();
    }

    /// Asks the devices that should hold a blob, and those that might.
    BlobSeen blob(Id128 blob, long firstByte, long bytes, int handoffs) {
        var name = ring(blob);
        var kept = kept(name);
        var partition = kept.map().placement().partition(blob);
        var devices = devices(kept, partition, handoffs);
        var primaries = kept.map().primaries(partition).size();
        var answers = devices.stream()
                .map(device -> ask(device, kept, partition, blob))
                .toList();
        var at = places.in(name);
        var copies = new ArrayList<CopySeen>();
        var late = !inTime(CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)));
        for (int i = 0; i < devices.size(); i++) {
            var found = late && !answers.get(i).isDone()
                    ? Found.silent("no answer within " + patience.toSeconds() + " s")
                    : found(answers.get(i));
            copies.add(new CopySeen(
                    at.apply(devices.get(i).name()),
                    i < primaries,
                    found.state(),
                    found.records(),
                    found.bytes(),
                    found.cause()));
        }
        var policy = PolicyIds.policy(blob);
        return new BlobSeen(blob.toString(), policy, name, partition, firstByte, bytes, kept.inFragments(), copies);
    }

    /// Where the blobs of a partition belong; no device is asked.
    ///
    /// @throws IllegalArgumentException if there is no such ring or partition
    BlobSeen partition(String ring, int partition, int handoffs) {
        var kept = kept(ring);
        if (partition < kept.firstPartition() || partition >= kept.endPartition())
            throw new IllegalArgumentException(
                    "ring " + ring + " has partitions " + kept.firstPartition() + " to " + (kept.endPartition() - 1));
        var at = places.in(ring);
        var primaries = kept.map().primaries(partition).size();
        var copies = new ArrayList<CopySeen>();
        for (var device : devices(kept, partition, handoffs))
            copies.add(new CopySeen(
                    at.apply(device.name()), copies.size() < primaries, CopySeen.State.NOT_ASKED, List.of(), 0, ""));
        return new BlobSeen("", 0, ring, partition, 0, 0, kept.inFragments(), copies);
    }

    private String ring(Id128 blob) {
        return Policy.ring(PolicyIds.policy(blob), firstRing);
    }

    private KeptBlobs kept(String ring) {
        var kept = rings.get().get(ring);
        if (kept == null) throw new IllegalArgumentException("there is no ring " + ring);
        return kept;
    }

    private static List<BlobDevice> devices(KeptBlobs kept, int partition, int handoffs) {
        var devices = new ArrayList<>(kept.map().primaries(partition));
        var wanted = devices.size() + handoffs;
        var others = kept.map().placement().handoffs(partition);
        while (devices.size() < wanted && others.hasNext())
            devices.add(kept.map().devices().get(others.nextInt()));
        return devices;
    }

    private record Found(CopySeen.State state, List<String> records, long bytes, String cause) {
        static Found silent(String cause) {
            return new Found(CopySeen.State.SILENT, List.of(), 0, cause);
        }
    }

    private CompletableFuture<Found> ask(BlobDevice device, KeptBlobs kept, int partition, Id128 blob) {
        var answer = new CompletableFuture<Found>();
        threads.newThread(() -> {
                    try {
                        answer.complete(
                                kept.inFragments()
                                        ? fragments(device, partition, blob)
                                        : copy(device, partition, blob));
                    } catch (RuntimeException | Error e) { // The outermost frame of this thread.
                        answer.completeExceptionally(e);
                    }
                })
                .start();
        return answer;
    }

    private boolean inTime(CompletableFuture<Void> all) {
        try {
            all.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException _) {
            return all.isDone();
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Found found(CompletableFuture<Found> answer) {
        try {
            return answer.join();
        } catch (RuntimeException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            return Found.silent(String.valueOf(cause.getMessage()));
        }
    }

    private static Found copy(BlobDevice device, int partition, Id128 blob) {
        var standing = device.standing(partition, blob);
        var sound = standing.sound().stream().toList();
        return found(sound, standing.quarantined(), standing.deleted());
    }

    /// A device may hold several fragments of a blob, next to each other in its index.
    private static Found fragments(BlobDevice device, int partition, Id128 blob) {
        var before =
                Optional.of(new Id128(blob.high(), blob.low() - 1)); // An id with a policy's mark is not the least.
        var sound = device.list(partition, before, PolicyIds.MOST_POLICIES).stream()
                .filter(each -> PolicyIds.blob(each.id()).equals(blob))
                .toList();
        return found(
                sound,
                holds(device.quarantined(before, PolicyIds.MOST_POLICIES), blob),
                holds(device.deletions(partition, before, PolicyIds.MOST_POLICIES), blob));
    }

    private static boolean holds(List<Id128> fragments, Id128 blob) {
        return fragments.stream().anyMatch(each -> PolicyIds.blob(each).equals(blob));
    }

    private static Found found(List<StoredBlob> sound, boolean quarantined, boolean deleted) {
        var state = !sound.isEmpty()
                ? CopySeen.State.SOUND
                : quarantined ? CopySeen.State.QUARANTINED : deleted ? CopySeen.State.DELETED : CopySeen.State.NONE;
        return new Found(
                state,
                sound.stream().map(each -> each.id().toString()).toList(),
                sound.stream().mapToLong(StoredBlob::bytes).sum(),
                "");
    }
}
