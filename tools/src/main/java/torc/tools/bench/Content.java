package torc.tools.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The bytes of the objects that a benchmark writes: random, different for each object, and known again when
/// read.
/// Byte `i` of object `k` is byte `(k · step + i) mod length` of one random block. Immutable; safe for many
/// threads.
final class Content {
    private static final int BLOCK = 1 << 20;
    private static final int STEP = 4_099;

    private final byte[] block = new byte[BLOCK];

    Content(long seed) {
        new SplittableRandom(seed).nextBytes(block);
    }

    /// All bytes of an object.
    byte[] of(int object, int bytes) {
        var all = new byte[bytes];
        for (int done = 0; done < bytes; ) {
            var from = position(object, done);
            var run = Math.min(bytes - done, BLOCK - from);
            System.arraycopy(block, from, all, done, run);
            done += run;
        }
        return all;
    }

    /// Whether `received` is what stands at `offset` of an object.
    boolean matches(int object, long offset, byte[] received) {
        for (int done = 0; done < received.length; ) {
            var from = position(object, offset + done);
            var run = Math.min(received.length - done, BLOCK - from);
            if (!Arrays.equals(block, from, from + run, received, done, done + run)) return false;
            done += run;
        }
        return true;
    }

    private static int position(int object, long offset) {
        return (int) ((object * (long) STEP + offset) & (BLOCK - 1));
    }
}
