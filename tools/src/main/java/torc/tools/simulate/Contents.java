package torc.tools.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import torc.common.stream.ByteSource;

/// The bytes that a number stands for: the number, then random bytes that follow from it.
final class Contents {
    private static final int LONGEST = 40_000;

    private Contents() {}

    static byte[] of(long number) {
        var random = new SplittableRandom(number);
        var length = Long.BYTES
                + switch (random.nextInt(10)) {
                    case 0, 1 -> random.nextInt(50);
                    case 2 -> random.nextInt(LONGEST);
                    default -> random.nextInt(2_000);
                };
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putLong(0, number).array();
    }

    /// The number whose bytes these are; -1 if they are nobody's.
    static long number(byte[] bytes) {
        if (bytes.length < Long.BYTES) return -1;
        var number = ByteBuffer.wrap(bytes).getLong(0);
        return Arrays.equals(bytes, of(number)) ? number : -1;
    }

    static byte[] readAll(ByteSource source, int length) {
        var bytes = ByteBuffer.allocate(length);
        try (source) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                bytes.put(chunk.bytes());
                chunk.release();
            }
        }
        return bytes.position() == length ? bytes.array() : new byte[0];
    }
}
