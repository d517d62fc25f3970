package torc.ring.metadata.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.junit.jupiter.api.Test;
import torc.common.pace.Pace;

final class PacedSnapshotTest {
    private static final long MEMORY = 80L << 20;
    private static final int CHUNK = 256 << 10;

    private final List<FileInfo> files = List.of(new FileInfo(Path.of("000001.sst"), null));
    private long now;

    private PacedSnapshot snapshot(Pace pace) {
        return new PacedSnapshot(new FileListSnapshotInfo(files, TermIndex.valueOf(2, 7)), pace);
    }

    @Test
    void whatIsKeptUntilItsTimeLimitHasPassedFitsIntoTheMemory() {
        var pace = new Pace(GroupProperties.chunksPerSecond(MEMORY), () -> now, nanos -> now += nanos);
        var toOne = snapshot(pace);
        var toAnother = snapshot(pace);
        var kept = new ArrayDeque<Long>();

        for (var i = 0; i < 5_000; i++) {
            assertThat((i % 2 == 0 ? toOne : toAnother).getFiles()).isEqualTo(files);
            kept.add(now);
            while (now - kept.getFirst() > TimeUnit.SECONDS.toNanos(5)) kept.removeFirst();
            assertThat((long) kept.size() * CHUNK).isLessThanOrEqualTo(MEMORY + (MEMORY >> 4));
        }
        assertThat(now).isLessThan(TimeUnit.SECONDS.toNanos(90));
    }

    @Test
    void whoWaitsCanBeInterrupted() {
        var snapshot = snapshot(new Pace(1, () -> now, _ -> {
            throw new InterruptedException();
        }));

        assertThatThrownBy(snapshot::getFiles).isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
