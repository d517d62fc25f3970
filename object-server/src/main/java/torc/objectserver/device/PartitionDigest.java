package torc.objectserver.device;

import torc.common.id.Id128;
import torc.objectserver.blob.PolicyIds;

/// The digest of the set of blobs that a device holds of a partition.
///
/// @param digest the sum, modulo 2^64, of [#share(Id128)] over the blobs: equal sets have equal digests, in any
/// order
///     of writing
public record PartitionDigest(int partition, long count, long digest) {
    /// What one blob adds to its partition's digest. The same on every device and in every release, since
    /// devices of
    /// different releases compare their digests; and the same for all fragments of a blob, so that devices that
    /// hold one fragment each of the same blobs have equal digests.
    public static long share(Id128 record) {
        var blob = PolicyIds.blob(record);
        return mix(mix(blob.high()) + blob.low());
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood, 2014): every bit of the input changes half of the
    /// output's.
    private static long mix(long bits) {
        var mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
