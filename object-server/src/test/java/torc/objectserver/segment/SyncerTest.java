package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.header;
import static torc.objectserver.device.TestBlobs.id;
import static torc.objectserver.device.TestBlobs.put;
import static torc.objectserver.device.TestBlobs.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.disk.DiskFile;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyncerTest {
    private final AtomicInteger syncs = new AtomicInteger();

    @Test
    void anErrorOfTheMachineFailsTheSyncThatMetItAndItsSegmentAndNoOther() throws IOException {
        var bad = segment(1, () -> {
            throw new OutOfMemoryError("by the test's wish");
        });
        var good = segment(2, syncs::incrementAndGet);
        var syncer = new Syncer("d");
        try {
            assertThatThrownBy(() -> syncer.sync(bad)).isInstanceOf(IOException.class);
            syncer.sync(good);

            assertThat(syncs).hasValue(1);
            // Nobody knows what the sync did, so asking again proves nothing.
            assertThat(bad.failure()).isNotNull();
            assertThat(good.failure()).isNull();
        } finally {
            assertThat(syncer.ends(OwnThread.END_LIMIT)).isTrue();
        }
    }

    @Test
    void aDiskThatHangsDoesNotHoldUpTheEndOfTheDevice(@TempDir Path folder) throws Exception {
        var disk = new SimulatedDisk();
        var device = TestDevices.open(TestDevices.config(folder), disk);
        put(device, id(1), 0, bytes(1, 1000));
        var goOn = new CountDownLatch(1);
        var hangs = new CountDownLatch(1);
        var hung = segment(7, () -> {
            hangs.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var waiting = Thread.ofVirtual()
                .start(() ->
                        assertThatCode(() -> device.engine().syncer.sync(hung)).doesNotThrowAnyException());
        hangs.await();

        device.engine().close(Duration.ofMillis(50));

        // The thread that hangs may still use the files, so nobody else gets them.
        assertThat(device.begin(header(id(2), 0, 10))).isInstanceOf(BeginOutcome.Unavailable.class);
        assertThatThrownBy(() -> TestDevices.open(TestDevices.config(folder), disk))
                .isInstanceOf(DeviceRefused.class);
        goOn.countDown();
        waiting.join();
        device.engine().close(OwnThread.END_LIMIT);
        var reopened = TestDevices.open(TestDevices.config(folder), disk);
        assertThat(read(reopened, id(1))).isEqualTo(bytes(1, 1000));
        reopened.close();
    }

    private static Segment segment(int number, Runnable sync) {
        return new Segment(
                new SimulatedDisk(), new SyncedFile(sync), new SegmentFormat(number, TailKind.SMALL, 1), 8192);
    }

    private record SyncedFile(Runnable whenSynced) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long position) {
            return 0;
        }

        @Override
        public void writeDirect(ByteBuffer from, long position) {}

        @Override
        public void write(ByteBuffer from, long position) {}

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void truncate(long bytes) {}

        @Override
        public void sync() {
            whenSynced.run();
        }

        @Override
        public void preallocate(long position, long bytes) {}

        @Override
        public void deallocate(long position, long bytes) {}

        @Override
        public void close() {}
    }
}
