package torc.proxy.rows;

import torc.common.id.Id128;

/// A run of bytes of one blob.
///
/// @param firstByte where it begins in the blob
/// @param owner text of the shard key whose rows keep the blob alive; empty if it is the shard of the row that holds
/// this extent
/// @param reference the reference under which the blob was borrowed; [#OWNED] if the row's shard is the first owner's
/// and the blob was written for it
public record Extent(Id128 blob, long firstByte, long bytes, String owner, Id128 reference) {
    /// Stands for "no reference".
    public static final Id128 OWNED = new Id128(0, 0);

    public Extent {
        if (firstByte < 0 || bytes <= 0) throw new IllegalArgumentException(firstByte + " + " + bytes);
    }

    public static Extent owned(Id128 blob, long bytes) {
        return new Extent(blob, 0, bytes, "", OWNED);
    }

    public boolean isOwned() {
        return reference.equals(OWNED);
    }

    Extent slice(long from, long length) {
        return new Extent(blob, firstByte + from, length, owner, reference);
    }
}
