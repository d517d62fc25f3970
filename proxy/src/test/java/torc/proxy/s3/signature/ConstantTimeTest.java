package torc.proxy.s3.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstantTimeTest {
    private static final int ROUNDS = 200_000;

    /// The comparison alone, many times over: a whole request's time would hide what this must show. The
    /// bound is loose
    /// since other programs run beside; an early exit at the first of 64 digits would be ten times as fast.
    @Test
    void s30_aMacIsComparedInTheSameTimeWhereverItDiffers() {
        var mac = new byte[32];
        new Random(5).nextBytes(mac);
        var right = HexFormat.of().formatHex(mac);
        var wrongAtOnce = (right.charAt(0) == '0' ? '1' : '0') + right.substring(1);
        var wrongAtLast = right.substring(0, 63) + (right.charAt(63) == '0' ? '1' : '0');

        assertThat(SignatureVerifier.sameHex(mac, right)).isTrue();
        assertThat(SignatureVerifier.sameHex(mac, wrongAtOnce)).isFalse();
        assertThat(SignatureVerifier.sameHex(mac, wrongAtLast)).isFalse();
        // Other work on the machine can spoil a measurement; a comparison that ends early would spoil them all.
        double ratio = 0;
        for (int attempt = 0; attempt < 5 && (ratio < 0.5 || ratio > 2.0); attempt++)
            ratio = lateByEarly(mac, wrongAtOnce, wrongAtLast);
        assertThat(ratio).isBetween(0.5, 2.0);
    }

    private static double lateByEarly(byte[] mac, String wrongAtOnce, String wrongAtLast) {
        long early = Long.MAX_VALUE;
        long late = Long.MAX_VALUE;
        for (int i = 0; i < 9; i++) {
            early = Math.min(early, nanos(mac, wrongAtOnce));
            late = Math.min(late, nanos(mac, wrongAtLast));
        }
        return (double) late / early;
    }

    private static long nanos(byte[] mac, String hex) {
        var start = System.nanoTime();
        var same = 0;
        for (int i = 0; i < ROUNDS; i++) same += SignatureVerifier.sameHex(mac, hex) ? 1 : 0;
        assertThat(same).isZero();
        return System.nanoTime() - start;
    }
}
