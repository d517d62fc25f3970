package torc.proxy.s3.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumAlgorithmTest {
    /// The check values of the catalogue of parametrised CRC algorithms: the digits 1 to 9.
    @Test
    void everyAlgorithmGivesItsPublishedCheckValue() {
        var digits = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertThat(hex(ChecksumAlgorithm.CRC32, digits)).isEqualTo("cbf43926");
        assertThat(hex(ChecksumAlgorithm.CRC32C, digits)).isEqualTo("e3069283");
        assertThat(hex(ChecksumAlgorithm.CRC64NVME, digits)).isEqualTo("ae8b14860a799888");
        assertThat(hex(ChecksumAlgorithm.SHA1, digits)).isEqualTo("f7c3bc1d808e04732adf679965ccc34ca7ae3441");
        assertThat(hex(ChecksumAlgorithm.SHA256, digits))
                .isEqualTo("15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
    }

    @Test
    void sumsOfPartsCombineToTheSumOfTheWhole() {
        var whole = new byte[100_003];
        new Random(7).nextBytes(whole);
        for (var algorithm : ChecksumAlgorithm.ALL) {
            if (!algorithm.isCrc()) continue;
            var sum = new PartsChecksum(algorithm);
            for (var range : new int[][] {{0, 1}, {1, 50_000}, {50_000, 50_000}, {50_000, 100_003}}) {
                var part = Arrays.copyOfRange(whole, range[0], range[1]);
                sum.add(base64(algorithm, part), part.length);
            }

            assertThat(sum.finish(ChecksumType.FULL_OBJECT).text()).isEqualTo(base64(algorithm, whole));
        }
    }

    @Test
    void aCompositeSumCountsItsParts() {
        var sum = new PartsChecksum(ChecksumAlgorithm.SHA256);
        sum.add(base64(ChecksumAlgorithm.SHA256, new byte[] {1}), 1);
        sum.add(base64(ChecksumAlgorithm.SHA256, new byte[] {2}), 1);

        var sums = new byte[64];
        System.arraycopy(value(ChecksumAlgorithm.SHA256, new byte[] {1}), 0, sums, 0, 32);
        System.arraycopy(value(ChecksumAlgorithm.SHA256, new byte[] {2}), 0, sums, 32, 32);
        assertThat(sum.finish(ChecksumType.COMPOSITE).text()).isEqualTo(base64(ChecksumAlgorithm.SHA256, sums) + "-2");
    }

    @Test
    void anObjectsChecksumSurvivesItsAttributes() {
        for (var type : ChecksumType.values()) {
            var checksum = new ObjectChecksum(ChecksumAlgorithm.CRC32C, "AAAAAA==", type);
            assertThat(ObjectChecksum.of(checksum.attributes())).contains(checksum);
        }
    }

    private static String hex(ChecksumAlgorithm algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(value(algorithm, bytes));
    }

    private static String base64(ChecksumAlgorithm algorithm, byte[] bytes) {
        return Base64.getEncoder().encodeToString(value(algorithm, bytes));
    }

    private static byte[] value(ChecksumAlgorithm algorithm, byte[] bytes) {
        var sum = algorithm.start();
        sum.update(ByteBuffer.wrap(bytes));
        return sum.value();
    }
}
