package torc.ring.metadata.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.ring.metadata.Write;

/// Arithmetic on counter rows as they are stored: a revision, then a big-endian long for each counter.
final class Counters {
    private Counters() {}

    /// The caller's bytes after an addition.
    ///
    /// @throws ArithmeticException if a sum overflows or the row holds no counters
    static byte[] add(byte @Nullable [] stored, Write.Add add) {
        int count = count(stored);
        var sums = ByteBuffer.allocate(Math.max(count, add.deltas().length) * Long.BYTES);
        for (int i = 0; i * Long.BYTES < sums.capacity(); i++) {
            long delta = i < add.deltas().length ? add.deltas()[i] : 0;
            sums.putLong(Math.addExact(at(stored, i), delta));
        }
        return sums.array();
    }

    /// One counter; zero if it is not there.
    static long at(byte @Nullable [] stored, int index) {
        if (stored == null || index < 0 || index >= count(stored)) return 0;
        return ByteBuffer.wrap(stored).getLong(Long.BYTES * (1 + index));
    }

    private static int count(byte @Nullable [] stored) {
        if (stored == null) return 0;
        if (stored.length % Long.BYTES != 0) throw new ArithmeticException("the row holds no counters");
        return stored.length / Long.BYTES - 1;
    }
}
