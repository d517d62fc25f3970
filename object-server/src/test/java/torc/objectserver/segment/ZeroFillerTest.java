package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.objectserver.disk.RealDisk;

/// When zeros are written ahead of a tail, and when not.
final class ZeroFillerTest {
    private static final int RECORD_BYTES = 64 << 10;

    @TempDir
    private Path folder;

    private long now;
    private long tail = SegmentFormat.FIRST_RECORD;

    @Test
    void zerosGoAheadOfATrickle() throws IOException {
        var disk = new RealDisk(folder);
        var segment = new Segments(disk, new Random(1)).create(TailKind.SMALL);
        var zeros = new ZeroFiller("d0", disk, 8 << 20, 64 << 20, () -> now);
        try {
            write(zeros, segment, 20, 100);
            assertThat(zeros.isFlooded()).isFalse();
            while (zeros.unusedBytes() == 0) Thread.onSpinWait();
        } finally {
            assertThat(zeros.ends(OwnThread.END_LIMIT)).isTrue();
        }
    }

    @Test
    void zerosAreHeldBackInAFloodAndComeBackAfterIt() throws IOException {
        var disk = new RealDisk(folder);
        var segment = new Segments(disk, new Random(1)).create(TailKind.SMALL);
        var zeros = new ZeroFiller("d0", disk, 8 << 20, 64 << 20, () -> now);
        try {
            write(zeros, segment, 300, 1);
            assertThat(zeros.isFlooded()).as("62 MiB a second").isFalse();
            write(zeros, segment, 1500, 0);
            write(zeros, segment, 1, 100);
            assertThat(zeros.isFlooded()).as("94 MiB in a tenth of a second").isTrue();

            write(zeros, segment, 2, 1000);
            assertThat(zeros.isFlooded()).isFalse();
        } finally {
            assertThat(zeros.ends(OwnThread.END_LIMIT)).isTrue();
        }
    }

    private void write(ZeroFiller zeros, Segment segment, int records, long millisApart) {
        for (int i = 0; i < records; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(millisApart);
            zeros.passing(segment, tail, tail + RECORD_BYTES);
            tail += RECORD_BYTES;
        }
    }
}
