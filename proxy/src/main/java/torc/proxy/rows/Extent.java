package torc.proxy.rows;

import java.util.Optional;
import torc.common.id.Id128;

/// A run of bytes of one blob.
///
/// @param firstByte where it begins in the blob
/// @param owner text of the shard key whose rows keep the blob alive; empty if it is the shard of the row that holds
/// this extent
/// @param reference the reference under which the blob was borrowed; [#OWNED] if the row's shard is the first owner's
/// and the blob was written for it
/// @param seal what the blob's bytes are opened with; empty if they are stored as they are
public record Extent(Id128 blob, long firstByte, long bytes, String owner, Id128 reference, Optional<Seal> seal) {
    /// Stands for "no reference".
    public static final Id128 OWNED = new Id128(0, 0);

    public Extent {
        if (firstByte < 0 || bytes <= 0) throw new IllegalArgumentException(firstByte + " + " + bytes);
    }

    /// Bytes that are stored as they are.
    public Extent(Id128 blob, long firstByte, long bytes, String owner, Id128 reference) {
        this(blob, firstByte, bytes, owner, reference, Optional.empty());
    }

    public static Extent owned(Id128 blob, long bytes) {
        return owned(blob, bytes, Optional.empty());
    }

    public static Extent owned(Id128 blob, long bytes, Optional<Seal> seal) {
        return new Extent(blob, 0, bytes, "", OWNED, seal);
    }

    /// The same bytes, borrowed.
    public Extent borrowed(String from, Id128 under) {
        return new Extent(blob, firstByte, bytes, from, under, seal);
    }

    public boolean isOwned() {
        return reference.equals(OWNED);
    }

    Extent slice(long from, long length) {
        return new Extent(blob, firstByte + from, length, owner, reference, seal);
    }
}
