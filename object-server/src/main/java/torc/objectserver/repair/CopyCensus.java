package torc.objectserver.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.replica.DeviceMap;

/// How many copies of blobs are where the ring wants them.
///
/// @param partitions that were looked at
/// @param blobs in them
/// @param wanted copies
/// @param found those that are on the devices that should have them
/// @param blobsMissing at each index the blobs that miss so many copies
/// @param misplaced copies on other devices
/// @param away devices that did not answer; their copies count as missing
public record CopyCensus(
        int partitions,
        long blobs,
        long wanted,
        long found,
        List<Long> blobsMissing,
        long misplaced,
        List<String> away) {
    /// Partitions whose digests are fetched at once.
    private static final int STRIDE = 4096;

    public CopyCensus {
        blobsMissing = List.copyOf(blobsMissing);
        away = List.copyOf(away);
    }

    /// Copies that are not where they should be.
    public long missing() {
        return wanted - found;
    }

    /// Blobs that miss at least one copy.
    public long incomplete() {
        return blobsMissing.stream().skip(1).mapToLong(Long::longValue).sum();
    }

    /// Counts by the digests of the devices, and looks at single blobs only where those differ. Blobs that are
    /// being
    /// written or deleted just then may count as incomplete.
    ///
    /// @param chosen the partitions to look at
    public static CopyCensus of(DeviceMap map, IntPredicate chosen) {
        return of(new KeptBlobs(map, false), chosen);
    }

    /// As [#of(DeviceMap, IntPredicate)]. Of fragments only the devices' numbers are compared: each primary has
    /// as many
    /// as the partition has blobs.
    public static CopyCensus of(KeptBlobs kept, IntPredicate chosen) {
        var count = new Count(kept);
        for (var first = kept.firstPartition(); first < kept.endPartition(); first += STRIDE)
            count.add(first, Math.min(first + STRIDE, kept.endPartition()), chosen);
        return count.result();
    }

    /// Both together.
    public CopyCensus plus(CopyCensus other) {
        var missingBoth = new ArrayList<Long>();
        for (var i = 0; i < Math.max(blobsMissing.size(), other.blobsMissing.size()); i++)
            missingBoth.add(at(blobsMissing, i) + at(other.blobsMissing, i));
        var awayBoth = new TreeSet<>(away);
        awayBoth.addAll(other.away);
        return new CopyCensus(
                partitions + other.partitions,
                blobs + other.blobs,
                wanted + other.wanted,
                found + other.found,
                missingBoth,
                misplaced + other.misplaced,
                List.copyOf(awayBoth));
    }

    private static long at(List<Long> counts, int index) {
        return index < counts.size() ? counts.get(index) : 0;
    }

    /// The sum so far. For one thread.
    private static final class Count {
        private final DeviceMap map;
        private final boolean inFragments;
        private final List<BlobDevice> answering;
        private final Set<String> away = new TreeSet<>();
        private final long[] blobsMissing;
        private int partitions;
        private long wanted;
        private long found;
        private long misplaced;

        Count(KeptBlobs kept) {
            this.map = kept.map();
            this.inFragments = kept.inFragments();
            this.answering = new ArrayList<>(map.devices());
            this.blobsMissing = new long[map.placement().replicas() + 1];
        }

        CopyCensus result() {
            var histogram = new ArrayList<Long>();
            long blobs = 0;
            for (var each : blobsMissing) {
                histogram.add(each);
                blobs += each;
            }
            return new CopyCensus(partitions, blobs, wanted, found, histogram, misplaced, List.copyOf(away));
        }

        void add(int first, int end, IntPredicate chosen) {
            var digests = new HashMap<BlobDevice, Map<Integer, PartitionDigest>>();
            var used = new TreeSet<Integer>();
            for (var device : List.copyOf(answering)) {
                try {
                    var ofDevice = new HashMap<Integer, PartitionDigest>();
                    for (var digest : device.digests(first, end)) ofDevice.put(digest.partition(), digest);
                    digests.put(device, ofDevice);
                    used.addAll(ofDevice.keySet());
                } catch (RuntimeException _) {
                    leave(device);
                }
            }
            for (var partition = first; partition < end; partition++) if (chosen.test(partition)) partitions++;
            for (var partition : used) if (chosen.test(partition)) add(partition, digests);
        }

        private void leave(BlobDevice device) {
            answering.remove(device);
            away.add(device.name());
        }

        private void add(int partition, Map<BlobDevice, Map<Integer, PartitionDigest>> digests) {
            var primaries = map.primaries(partition);
            var there = new HashSet<PartitionDigest>();
            var answered = 0;
            for (var primary : primaries) {
                var ofDevice = digests.get(primary);
                if (ofDevice == null) continue;
                answered++;
                there.add(ofDevice.getOrDefault(partition, new PartitionDigest(partition, 0, 0)));
            }
            var strays = 0L;
            for (var each : digests.entrySet())
                if (!primaries.contains(each.getKey()) && each.getValue().containsKey(partition))
                    strays += each.getValue().get(partition).count();
            misplaced += strays;
            if (inFragments) {
                addFragments(partition, primaries, digests);
                return;
            }
            // Strays of blobs that no primary has count as blobs too, and only a walk finds them.
            if (there.size() == 1 && strays == 0) all(there.iterator().next().count(), primaries.size(), answered);
            else walk(partition, primaries);
        }

        /// Whoever has fewest misses that many of the blobs: which ones may differ from device to device.
        private void addFragments(
                int partition, List<BlobDevice> primaries, Map<BlobDevice, Map<Integer, PartitionDigest>> digests) {
            var counts = primaries.stream()
                    .map(digests::get)
                    .map(ofDevice -> ofDevice == null ? null : ofDevice.get(partition))
                    .mapToLong(digest -> digest == null ? 0 : digest.count())
                    .sorted()
                    .toArray();
            var blobs = counts.length == 0 ? 0 : counts[counts.length - 1];
            wanted += blobs * counts.length;
            // As if the blobs that one device misses were among those that another misses too.
            long done = 0;
            for (var i = 0; i < counts.length; i++) {
                found += counts[i];
                blobsMissing[Math.min(i, blobsMissing.length - 1)] += counts[i] - done;
                done = counts[i];
            }
        }

        private void all(long blobs, int replicas, int answered) {
            wanted += blobs * replicas;
            found += blobs * answered;
            blobsMissing[Math.min(replicas - answered, blobsMissing.length - 1)] += blobs;
        }

        private void walk(int partition, List<BlobDevice> primaries) {
            try {
                var union = new PartitionUnion(partition, answering);
                for (var held = union.next(); held.isPresent(); held = union.next()) {
                    var holders = held.get().holders();
                    var here = primaries.stream().filter(holders::contains).count();
                    all(1, primaries.size(), (int) here);
                }
            } catch (RuntimeException e) {
                away.add("partition " + partition + ": " + e.getMessage());
            }
        }
    }
}
