package torc.proxy.rows;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.Usage;

/// The counters of a container, as [torc.ring.metadata.Write.Add] keeps them.
///
/// @param expiring objects that have an end
public record UsageRow(long objects, long bytes, long expiring) {
    public static final UsageRow ZERO = new UsageRow(0, 0, 0);

    public byte[] encode() {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(objects)
                .putLong(bytes)
                .putLong(expiring)
                .array();
    }

    public static UsageRow decode(byte[] value) {
        var from = ByteBuffer.wrap(value);
        return new UsageRow(from.getLong(0), from.getLong(Long.BYTES), from.getLong(2 * Long.BYTES));
    }

    /// What changes when the first object makes place for the second; null stands for none.
    public static UsageRow difference(@Nullable ObjectRow before, @Nullable ObjectRow after) {
        return of(after).minus(of(before));
    }

    public long[] toDeltas() {
        return new long[] {objects, bytes, expiring};
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    public Usage usage() {
        return new Usage(1, objects, bytes);
    }

    private static UsageRow of(@Nullable ObjectRow row) {
        return row == null
                ? ZERO
                : new UsageRow(1, row.bytes(), row.deleteAtSeconds().isPresent() ? 1 : 0);
    }

    public UsageRow plus(UsageRow other) {
        return new UsageRow(objects + other.objects, bytes + other.bytes, expiring + other.expiring);
    }

    public UsageRow minus(UsageRow other) {
        return new UsageRow(objects - other.objects, bytes - other.bytes, expiring - other.expiring);
    }
}
