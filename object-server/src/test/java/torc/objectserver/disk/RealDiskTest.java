package torc.objectserver.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine asks of a folder of this machine.
class RealDiskTest {
    private static final int BLOCK = DiskFile.DIRECT_ALIGNMENT;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void directAndCommonWritesAreReadBackTogether() throws IOException {
        try (var file = open()) {
            var direct = random(16 * BLOCK);
            file.write(ByteBuffer.wrap(new byte[100]).put(99, (byte) 7), 0);
            readAll(file, 20 * BLOCK); // What is cached now must not be seen later.
            file.preallocate(0, 32L * BLOCK);
            file.writeDirect(direct.duplicate(), BLOCK);
            file.sync();

            var all = readAll(file, 20 * BLOCK);
            assertThat(all.get(99)).isEqualTo((byte) 7);
            assertThat(all.slice(BLOCK, 16 * BLOCK)).isEqualTo(direct);
            assertThat(all.slice(17 * BLOCK, all.limit() - 17 * BLOCK))
                    .isEqualTo(ByteBuffer.allocate(all.limit() - 17 * BLOCK));
        }
    }

    @Test
    void aDirectWriteLengthensTheFile() throws IOException {
        try (var file = open()) {
            file.writeDirect(random(2 * BLOCK), 3 * BLOCK);

            assertThat(file.size()).isEqualTo(5 * BLOCK);
        }
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
        try (var file = open()) {
            var bytes = random(4 * BLOCK);
            Thread.currentThread().interrupt();
            file.writeDirect(bytes.duplicate(), 0);
            assertThat(Thread.interrupted()).isTrue();
            Thread.currentThread().interrupt();
            file.write(ByteBuffer.wrap(new byte[] {1}), 4 * BLOCK);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(readAll(file, 5 * BLOCK).slice(0, 4 * BLOCK)).isEqualTo(bytes);
        }
    }

    @Test
    void whatWasGivenBackReadsAsZeros() throws IOException {
        try (var file = open()) {
            file.writeDirect(random(1024 * BLOCK), 0);
            file.sync();

            file.deallocate(BLOCK, 1022L * BLOCK);

            assertThat(file.size()).isEqualTo(1024 * BLOCK);
            assertThat(readAll(file, 1024 * BLOCK).slice(BLOCK, 1022 * BLOCK))
                    .isEqualTo(ByteBuffer.allocate(1022 * BLOCK));
        }
    }

    @Test
    void aClosedFileTakesNothing() throws IOException {
        var file = open();
        file.close();

        assertThatThrownBy(() -> file.writeDirect(random(BLOCK), 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.write(random(BLOCK), 0)).isInstanceOf(IOException.class);
    }

    private DiskFile open() throws IOException {
        return new RealDisk(folder).open("f");
    }

    private static ByteBuffer random(int bytes) {
        var buffer =
                ByteBuffer.allocateDirect(bytes + BLOCK).alignedSlice(BLOCK).slice(0, bytes);
        var random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return buffer.put(random).flip();
    }

    private static ByteBuffer readAll(DiskFile file, int most) throws IOException {
        var bytes = ByteBuffer.allocateDirect(most);
        file.read(bytes, 0);
        return bytes.flip();
    }
}
