package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.objectserver.disk.Disk;
import torc.objectserver.disk.RealDisk;

class RoomAheadTest {
    private static final long MIB = 1 << 20;
    private static final long SEGMENT_BYTES = 40 * MIB;

    @TempDir
    private Path folder;

    @Test
    void roomIsSetAsideInStepsUpToTheSegmentsEnd() throws IOException {
        var disk = new RealDisk(folder);
        var segments = new Segments(disk, new Random(1));
        var first = segments.create(TailKind.LARGE);
        var ahead = new RoomAhead(space(disk, 0), SEGMENT_BYTES);

        ahead.passing(first, 8192, MIB);
        assertThat(first.file().size()).isEqualTo(8192 + 32 * MIB);
        ahead.passing(first, MIB, 32 * MIB);
        assertThat(first.file().size()).isEqualTo(8192 + 32 * MIB);
        ahead.passing(first, 32 * MIB, 33 * MIB);
        assertThat(first.file().size()).isEqualTo(SEGMENT_BYTES);

        var second = segments.create(TailKind.LARGE);
        ahead.passing(second, 8192, MIB);
        assertThat(second.file().size()).isEqualTo(8192 + 32 * MIB);
        ahead.passing(first, 33 * MIB, 60 * MIB);
        assertThat(first.file().size()).as("a late user of the segment before").isEqualTo(SEGMENT_BYTES);
        segments.close();
    }

    @Test
    void nothingIsSetAsideWhereRoomIsScarce() throws IOException {
        var disk = new RealDisk(folder);
        var segments = new Segments(disk, new Random(1));
        var segment = segments.create(TailKind.LARGE);
        var ahead = new RoomAhead(space(disk, disk.usableBytes()), SEGMENT_BYTES);

        ahead.passing(segment, 8192, MIB);

        assertThat(segment.file().size()).isEqualTo(8192);
        segments.close();
    }

    private static DeviceSpace space(Disk disk, long headroomBytes) {
        return new DeviceSpace(disk, headroomBytes, System::nanoTime, () -> 0);
    }
}
