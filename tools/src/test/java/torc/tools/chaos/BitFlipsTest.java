package torc.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BitFlipsTest {
    @TempDir
    Path device;

    private void file(String name) throws Exception {
        var file = device.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1, 2, 3});
    }

    @Test
    void oneFileOfEachKindIsHit() throws Exception {
        for (var name : new String[] {"segments/1", "segments/2", "index/000012.sst", "index/000013.sst", "index/LOG"})
            file(name);
        file("raft/log/log_0-7");
        file("raft/log/log_inprogress_8");
        file("blobs/identity");
        file("raft/sm/snapshot.1_20/a.sst");

        var done = new BitFlips(new SplittableRandom(5)).flipEachKind(device);

        assertThat(done).hasSize(6);
        assertThat(done).filteredOn(each -> each.contains(".sst@")).hasSize(2);
        assertThat(done).noneMatch(each -> each.startsWith("identity"));
    }

    @Test
    void aSeedHitsTheSamePlaces() throws Exception {
        for (int i = 0; i < 9; i++) file("segments/" + i);

        var first = new BitFlips(new SplittableRandom(5)).flipEachKind(device);

        assertThat(new BitFlips(new SplittableRandom(5)).flipEachKind(device)).isEqualTo(first);
    }
}
