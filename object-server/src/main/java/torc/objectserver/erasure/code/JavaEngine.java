package torc.objectserver.erasure.code;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Multiplies eight bytes at a time in the registers of any processor, in loops that the JIT compiler turns into
/// vector
/// instructions by itself.
///
/// Horner's rule over the bits of the coefficients: an output is doubled seven times, and at each bit, from the
/// highest down, takes in
/// the inputs whose coefficient has it. Doubling eight field elements in one long is a shift and a masked
/// correction. Measured against
/// tables of nibbles in docs/performance.md, "Erasure code".
public final class JavaEngine implements CodeEngine {
    /// 4 KiB of each fragment at a time, so that all stay in the first-level cache.
    private static final int BLOCK_LONGS = 512;

    private static final int BLOCK_BYTES = 8 * BLOCK_LONGS;
    private static final int BITS = 8;

    @Override
    public String name() {
        return "java";
    }

    @Override
    public Product product(byte[] matrix, int rows, int columns) {
        var plans = new int[rows][BITS][];
        for (var row = 0; row < rows; row++)
            for (var bit = 0; bit < BITS; bit++) plans[row][bit] = columnsWith(bit, matrix, row * columns, columns);
        return (inputs, outputs) -> apply(plans, columns, inputs, outputs);
    }

    private static int[] columnsWith(int bit, byte[] matrix, int from, int columns) {
        return java.util.stream.IntStream.range(0, columns)
                .filter(column -> ((matrix[from + column] >> bit) & 1) == 1)
                .toArray();
    }

    private static void apply(int[][][] plans, int columns, List<ByteBuffer> inputs, List<ByteBuffer> outputs) {
        var length = Product.length(inputs, outputs, columns, plans.length);
        var in = new long[columns][BLOCK_LONGS];
        var sum = new long[BLOCK_LONGS];
        for (var at = 0; at < length; at += BLOCK_BYTES) {
            var bytes = Math.min(BLOCK_BYTES, length - at);
            for (var column = 0; column < columns; column++) load(inputs.get(column), at, bytes, in[column]);
            for (var row = 0; row < plans.length; row++) {
                multiply(plans[row], in, sum);
                store(sum, outputs.get(row), at, bytes);
            }
        }
    }

    private static void load(ByteBuffer from, int at, int bytes, long[] into) {
        var run = from.slice(from.position() + at, bytes).order(ByteOrder.LITTLE_ENDIAN);
        run.asLongBuffer().get(into, 0, bytes / 8);
        if (bytes % 8 == 0) return;
        var rest = 0L;
        for (var i = bytes / 8 * 8; i < bytes; i++) rest |= (run.get(i) & 0xffL) << (8 * i);
        into[bytes / 8] = rest;
    }

    private static void store(long[] from, ByteBuffer into, int at, int bytes) {
        var run = into.slice(into.position() + at, bytes).order(ByteOrder.LITTLE_ENDIAN);
        run.asLongBuffer().put(from, 0, bytes / 8);
        for (var i = bytes / 8 * 8; i < bytes; i++) run.put(i, (byte) (from[bytes / 8] >> (8 * i)));
    }

    private static void multiply(int[][] plan, long[][] in, long[] sum) {
        java.util.Arrays.fill(sum, 0);
        for (var bit = BITS - 1; bit >= 0; bit--) {
            var with = plan[bit];
            var taken = takeFirst(with, in, sum, bit < BITS - 1);
            for (; taken + 1 < with.length; taken += 2) addTwo(sum, in[with[taken]], in[with[taken + 1]]);
            if (taken < with.length) addOne(sum, in[with[taken]]);
        }
    }

    /// Doubles the sum and adds up to three inputs in one pass, since memory is what passes cost; tells how many.
    private static int takeFirst(int[] with, long[][] in, long[] sum, boolean doubles) {
        if (!doubles) return 0;
        switch (with.length) {
            case 0 -> doubleOnly(sum);
            case 1 -> doubleAndAdd(sum, in[with[0]]);
            case 2 -> doubleAndAdd(sum, in[with[0]], in[with[1]]);
            default -> doubleAndAdd(sum, in[with[0]], in[with[1]], in[with[2]]);
        }
        return Math.min(3, with.length);
    }

    /// Twice each of eight elements: what leaves a byte at the top comes back as the polynomial's lower part.
    private static long twice(long elements) {
        var carries = (elements >>> 7) & 0x0101010101010101L;
        return ((elements & 0x7f7f7f7f7f7f7f7fL) << 1) ^ (((carries << 8) - carries) & 0x1d1d1d1d1d1d1d1dL);
    }

    private static void doubleOnly(long[] sum) {
        for (var i = 0; i < BLOCK_LONGS; i++) sum[i] = twice(sum[i]);
    }

    private static void doubleAndAdd(long[] sum, long[] a) {
        for (var i = 0; i < BLOCK_LONGS; i++) sum[i] = twice(sum[i]) ^ a[i];
    }

    private static void doubleAndAdd(long[] sum, long[] a, long[] b) {
        for (var i = 0; i < BLOCK_LONGS; i++) sum[i] = twice(sum[i]) ^ a[i] ^ b[i];
    }

    private static void doubleAndAdd(long[] sum, long[] a, long[] b, long[] c) {
        for (var i = 0; i < BLOCK_LONGS; i++) sum[i] = twice(sum[i]) ^ a[i] ^ b[i] ^ c[i];
    }

    private static void addOne(long[] sum, long[] a) {
        for (var i = 0; i < BLOCK_LONGS; i++) sum[i] ^= a[i];
    }

    private static void addTwo(long[] sum, long[] a, long[] b) {
        for (var i = 0; i < BLOCK_LONGS; i++) sum[i] ^= a[i] ^ b[i];
    }
}
