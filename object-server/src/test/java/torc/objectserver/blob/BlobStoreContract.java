package torc.objectserver.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.objectserver.device.TestBlobs;

/// What every blob store promises while all its devices do well.
public abstract class BlobStoreContract {
    /// The store under test, empty.
    protected abstract BlobStore store();

    private Id128 put(byte[] bytes) {
        try (var writer = store().create(TestBlobs.OWNER, Math.max(1, bytes.length))) {
            for (var at = 0; at < bytes.length; at += 70_001)
                writer.write(ByteBuffer.wrap(bytes, at, Math.min(70_001, bytes.length - at)));
            assertThat(writer.commit())
                    .isInstanceOfSatisfying(
                            BlobWriteOutcome.Stored.class,
                            stored -> assertThat(stored.bytes()).isEqualTo(bytes.length));
            return writer.id();
        }
    }

    private byte[] read(Id128 blob, long first, long end) {
        return switch (store().read(blob, first, end)) {
            case BlobReadOutcome.Opened(var source) -> TestBlobs.drain(source);
            case BlobReadOutcome other -> throw new AssertionError(other.toString());
        };
    }

    @Test
    void blobsReadBackByteForByteWholeAndInRanges() {
        var random = new Random(3);
        for (var length : new int[] {1, 2, 5, 4_095, 65_536, 65_537, 262_144, 1_000_003}) {
            var bytes = TestBlobs.bytes(length, length);
            var blob = put(bytes);

            assertThat(read(blob, 0, length)).isEqualTo(bytes);
            for (var i = 0; i < 12; i++) {
                var first = random.nextInt(length);
                var end = first + 1 + random.nextInt(length - first);
                assertThat(read(blob, first, end)).isEqualTo(Arrays.copyOfRange(bytes, first, end));
            }
            assertThat(read(blob, length / 2, length / 2)).isEmpty();
        }
    }

    @Test
    void everyBlobHasAnIdOfItsOwn() {
        var ids = new HashSet<Id128>();
        for (var i = 0; i < 20; i++)
            assertThat(ids.add(put(TestBlobs.bytes(i, 10)))).isTrue();
    }

    @Test
    void whatIsNotCommittedIsNotThere() {
        Id128 blob;
        try (var writer = store().create(TestBlobs.OWNER, 300_000)) {
            writer.write(ByteBuffer.wrap(TestBlobs.bytes(1, 300_000)));
            blob = writer.id();
        }

        assertThat(store().read(blob, 0, 1)).isInstanceOf(BlobReadOutcome.Missing.class);
    }

    @Test
    void fewerBytesThanAnnouncedAreTheBlobAndMoreAreRefused() {
        try (var writer = store().create(TestBlobs.OWNER, 1_000_000)) {
            writer.write(ByteBuffer.wrap(TestBlobs.bytes(1, 100_000)));
            assertThat(writer.commit())
                    .isInstanceOfSatisfying(
                            BlobWriteOutcome.Stored.class,
                            stored -> assertThat(stored.bytes()).isEqualTo(100_000));
            assertThat(read(writer.id(), 0, 100_000)).isEqualTo(TestBlobs.bytes(1, 100_000));
        }
        try (var writer = store().create(TestBlobs.OWNER, 10)) {
            assertThatThrownBy(() -> {
                        writer.write(ByteBuffer.wrap(new byte[11]));
                        writer.commit();
                    })
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aDeletedBlobIsMissingAndDeletingItAgainIsNoMatter() {
        var blob = put(TestBlobs.bytes(1, 200_000));
        var other = put(TestBlobs.bytes(2, 200_000));

        assertThat(store().delete(blob)).isTrue();

        assertThat(store().read(blob, 0, 1)).isInstanceOf(BlobReadOutcome.Missing.class);
        assertThat(store().delete(blob)).isTrue();
        assertThat(read(other, 0, 200_000)).isEqualTo(TestBlobs.bytes(2, 200_000));
    }
}
