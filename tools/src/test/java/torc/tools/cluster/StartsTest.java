package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartsTest {
    @TempDir
    private Path folder;

    @Test
    void aNodeCountsItsStarts() {
        assertThat(Starts.counted(folder)).isZero();

        Starts.count(folder, 41);

        assertThat(Starts.counted(folder)).isEqualTo(41);
    }

    @Test
    void f07_aDamagedCountIsAsOldAsCanBe() throws Exception {
        Starts.count(folder, 41);
        for (var bit = 0; bit < 8; bit++) {
            var flipped = new byte[] {(byte) ('4' ^ (1 << bit)), '1', '\n'};
            Files.write(folder.resolve("starts"), flipped);

            var digit = flipped[0] - '0';
            assertThat(Starts.counted(folder)).isEqualTo(digit >= 0 && digit <= 9 ? digit * 10 + 1 : 0);
        }
    }
}
