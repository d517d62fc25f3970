package torc.proxy.rows;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.Usage;

/// The counters of a container, as [torc.ring.metadata.Write.Add] keeps them.
///
/// @param bytes of objects and versions
/// @param expiring objects that have an end
/// @param versions that are not current
public record UsageRow(long objects, long bytes, long expiring, long versions) {
    public static final UsageRow ZERO = new UsageRow(0, 0, 0, 0);

    public byte[] encode() {
        var encoded = ByteBuffer.allocate((versions == 0 ? 3 : 4) * Long.BYTES)
                .putLong(objects)
                .putLong(bytes)
                .putLong(expiring);
        if (versions != 0) encoded.putLong(versions);
        return encoded.array();
    }

    /// A container that never had versions has no counter of them.
    public static UsageRow decode(byte[] value) {
        var from = ByteBuffer.wrap(value);
        var versions = value.length > 3 * Long.BYTES ? from.getLong(3 * Long.BYTES) : 0;
        return new UsageRow(from.getLong(0), from.getLong(Long.BYTES), from.getLong(2 * Long.BYTES), versions);
    }

    /// What changes when the first object of a name makes place for the second; null stands for none.
    ///
    /// @param name which tells whether it is a version that is not current
    public static UsageRow difference(String name, @Nullable ObjectRow before, @Nullable ObjectRow after) {
        return of(name, after).minus(of(name, before));
    }

    public long[] toDeltas() {
        return versions == 0 ? new long[] {objects, bytes, expiring} : new long[] {objects, bytes, expiring, versions};
    }

    /// Rows of objects and of versions.
    public long rows() {
        return objects + versions;
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    public Usage usage() {
        return new Usage(1, objects, bytes);
    }

    private static UsageRow of(String name, @Nullable ObjectRow row) {
        if (row == null) return ZERO;
        if (RowKeys.isVersion(name)) return new UsageRow(0, row.bytes(), 0, 1);
        return new UsageRow(1, row.bytes(), row.deleteAtSeconds().isPresent() ? 1 : 0, 0);
    }

    public UsageRow plus(UsageRow other) {
        return new UsageRow(
                objects + other.objects, bytes + other.bytes, expiring + other.expiring, versions + other.versions);
    }

    public UsageRow minus(UsageRow other) {
        return new UsageRow(
                objects - other.objects, bytes - other.bytes, expiring - other.expiring, versions - other.versions);
    }
}
