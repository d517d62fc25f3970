package torc.objectserver.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.OWNER;
import static torc.objectserver.device.TestBlobs.begin;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.drain;
import static torc.objectserver.device.TestBlobs.header;
import static torc.objectserver.device.TestBlobs.id;
import static torc.objectserver.device.TestBlobs.put;
import static torc.objectserver.device.TestBlobs.read;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;

/// What every [BlobDevice] promises, wherever its bytes are.
public abstract class BlobDeviceContract {
    private static final Id128 BLOB = id(7);

    private BlobDevice device;

    /// An empty device; called once a test.
    protected abstract BlobDevice open() throws Exception;

    /// Damages the stored copy of a blob in its last byte, behind the device's back.
    protected abstract void damage(Id128 blob) throws Exception;

    @BeforeEach
    void openDevice() throws Exception {
        device = open();
    }

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @Test
    void whatIsCommittedReadsBackAtEverySize() {
        var sizes = new int[] {0, 1, 63, 4096, 65_535, 65_536, 65_537, 262_144, 262_145, 1_000_000, 3_500_001};
        for (var i = 0; i < sizes.length; i++)
            assertThat(put(device, id(i + 1), 5, bytes(i, sizes[i])))
                    .isEqualTo(new DeviceWriteOutcome.Durable(sizes[i]));

        for (var i = 0; i < sizes.length; i++) {
            assertThat(read(device, id(i + 1))).isEqualTo(bytes(i, sizes[i]));
            assertThat(device.head(id(i + 1))).contains(new StoredBlob(id(i + 1), 5, OWNER, sizes[i]));
        }
    }

    @Test
    void everyRangeReadsBack() {
        var whole = bytes(1, 300_000);
        put(device, BLOB, 5, whole);

        for (var range : List.of(
                new int[] {0, 1},
                new int[] {65_535, 65_537},
                new int[] {65_536, 131_072},
                new int[] {299_999, 300_000},
                new int[] {1, 299_999},
                new int[] {123_456, 234_567},
                new int[] {0, 300_000},
                new int[] {5, 5}))
            assertThat(read(device, BLOB, range[0], range[1])).isEqualTo(Arrays.copyOfRange(whole, range[0], range[1]));
        assertThat(read(device, BLOB, 299_990, 1L << 40)).isEqualTo(Arrays.copyOfRange(whole, 299_990, 300_000));
        assertThat(read(device, BLOB, 300_000, 300_001)).isEmpty();
        assertThat(read(device, BLOB, 1L << 40, 1L << 41)).isEmpty();
    }

    @Test
    void openingTellsTheWholeLength() {
        put(device, BLOB, 5, bytes(1, 1234));

        var opened = (DeviceReadOutcome.Opened) device.read(BLOB, 10, 20);

        assertThat(opened.blobBytes()).isEqualTo(1234);
        assertThat(drain(opened.source())).hasSize(10);
    }

    @Test
    void aRangeThatCannotBeIsRefused() {
        assertThatThrownBy(() -> device.read(BLOB, -1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.read(BLOB, 6, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBlobMayBecomeShorterThanAnnounced() {
        for (var maxBytes : new long[] {1 << 10, 1 << 20, 64 << 20}) {
            try (var writer = begin(device, header(id(maxBytes), 5, maxBytes))) {
                writer.write(ByteBuffer.wrap(bytes(1, 100)));
                assertThat(writer.commit()).isEqualTo(new DeviceWriteOutcome.Durable(100));
            }
            assertThat(read(device, id(maxBytes))).isEqualTo(bytes(1, 100));
        }
    }

    @Test
    void aBlobMayNotBecomeLongerThanAnnounced() {
        try (var writer = begin(device, header(BLOB, 5, 10))) {
            writer.write(ByteBuffer.wrap(bytes(1, 10)));
            assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(bytes(1, 1))))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> device.begin(header(BLOB, 5, (64 << 20) + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCallerMayReuseItsBufferAfterWrite() {
        for (var direct : new boolean[] {false, true}) {
            var blob = id(direct ? 1 : 2);
            var buffer = direct ? ByteBuffer.allocateDirect(128 << 10) : ByteBuffer.allocate(128 << 10);
            try (var writer = begin(device, header(blob, 5, 4 << 20))) {
                for (var piece = 0; piece < 32; piece++) {
                    buffer.clear().put(bytes(piece, 128 << 10)).flip();
                    writer.write(buffer);
                    assertThat(buffer.hasRemaining()).isFalse();
                }
                writer.commit();
            }

            for (var piece = 0; piece < 32; piece++)
                assertThat(read(device, blob, (long) piece << 17, (piece + 1L) << 17))
                        .isEqualTo(bytes(piece, 128 << 10));
        }
    }

    @Test
    void whatIsNotCommittedIsNotThere() {
        for (var size : new int[] {1_000, 2_000_000}) {
            try (var writer = begin(device, header(BLOB, 5, size))) {
                writer.write(ByteBuffer.wrap(bytes(1, size)));
                assertThat(device.read(BLOB, 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
                assertThat(device.head(BLOB)).isEmpty();
            }

            assertThat(device.read(BLOB, 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
            assertThat(device.list(5, Optional.empty(), 10)).isEmpty();
            assertThat(device.deletions(5, Optional.empty(), 10)).isEmpty();
            assertThat(device.status().blobs()).isZero();
        }
        assertThat(put(device, BLOB, 5, bytes(2, 50))).isEqualTo(new DeviceWriteOutcome.Durable(50));
    }

    @Test
    void aBlobIsBegunOnce() {
        var writer = begin(device, header(BLOB, 5, 10));
        assertThat(device.begin(header(BLOB, 5, 10))).isInstanceOf(BeginOutcome.Unavailable.class);
        writer.write(ByteBuffer.wrap(bytes(1, 10)));
        writer.commit();
        writer.close();

        assertThat(device.begin(header(BLOB, 5, 10))).isEqualTo(new BeginOutcome.Exists());
        assertThat(read(device, BLOB)).isEqualTo(bytes(1, 10));
    }

    @Test
    void aWriterEndsOnce() {
        var writer = begin(device, header(BLOB, 5, 10));
        writer.commit();

        assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.write(ByteBuffer.wrap(bytes(1, 1)))).isInstanceOf(IllegalStateException.class);
        writer.close();
        writer.close();
        assertThat(read(device, BLOB)).isEmpty();
    }

    @Test
    void aDeletedBlobIsGone() {
        put(device, BLOB, 5, bytes(1, 1_000));
        put(device, id(8), 5, bytes(2, 1_000));

        assertThat(device.delete(BLOB)).isEqualTo(new DeviceDeleteOutcome.Deleted());

        assertThat(device.delete(BLOB)).isEqualTo(new DeviceDeleteOutcome.Missing());
        assertThat(device.read(BLOB, 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
        assertThat(device.head(BLOB)).isEmpty();
        assertThat(device.list(5, Optional.empty(), 10))
                .extracting(StoredBlob::id)
                .containsExactly(id(8));
        assertThat(read(device, id(8))).isEqualTo(bytes(2, 1_000));
    }

    @Test
    void aDeleteIsRememberedSoThatItsBlobDoesNotComeBack() {
        for (var i = 1; i <= 10; i++) put(device, id(i), i % 2, bytes(1, 1_000));
        for (var i = 1; i <= 8; i++) device.delete(id(i));

        assertThat(device.begin(header(id(1), 1, 10))).isEqualTo(new BeginOutcome.Deleted());
        var even = device.deletions(0, Optional.empty(), 3);
        var rest = device.deletions(0, Optional.of(even.getLast()), 3);
        assertThat(even).hasSize(3).isSorted();
        assertThat(rest).hasSize(1);
        assertThat(Stream.concat(even.stream(), rest.stream())).containsExactlyInAnyOrder(id(2), id(4), id(6), id(8));
        assertThat(device.deletions(2, Optional.empty(), 3)).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereLeavesNothing() {
        var before = device.status();

        for (var i = 0; i < 100; i++)
            assertThat(device.delete(id(1_000 + i))).isEqualTo(new DeviceDeleteOutcome.Missing());

        var after = device.status();
        assertThat(after.blobs()).isEqualTo(before.blobs());
        assertThat(after.deadBytes()).isEqualTo(before.deadBytes());
        for (var partition = 0; partition < 16; partition++)
            assertThat(device.deletions(partition, Optional.empty(), 1)).isEmpty();
    }

    @Test
    void aReaderThatIsOpenReadsOnWhenItsBlobIsDeletedOrFindsItGone() {
        put(device, BLOB, 5, bytes(1, 1_000_000));
        var opened = (DeviceReadOutcome.Opened) device.read(BLOB, 0, Long.MAX_VALUE);

        device.delete(BLOB);

        assertThat(drain(opened.source())).isEqualTo(bytes(1, 1_000_000));
    }

    @Test
    void aListingIsOfOnePartitionInOrderOfIdPageByPage() {
        var ids = new ArrayList<Id128>();
        for (var i = 1; i <= 25; i++) {
            put(device, id(i), i % 5 == 0 ? 6 : 5, bytes(i, i));
            if (i % 5 != 0) ids.add(id(i));
        }
        ids.sort(null);

        var listed = new ArrayList<Id128>();
        Optional<Id128> after = Optional.empty();
        for (var page = device.list(5, after, 7); !page.isEmpty(); page = device.list(5, after, 7)) {
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            page.forEach(stored -> listed.add(stored.id()));
            after = Optional.of(page.getLast().id());
        }

        assertThat(listed).isEqualTo(ids);
        assertThat(device.list(6, Optional.empty(), 100)).hasSize(5);
        assertThat(device.list(7, Optional.empty(), 100)).isEmpty();
    }

    @Test
    void equalSetsHaveEqualDigestsInAnyOrderOfWriting() {
        put(device, id(2), 5, bytes(2, 10));
        put(device, id(3), 9, bytes(3, 10));
        put(device, id(1), 5, bytes(1, 10));
        var first = device.digests(0, 16);
        put(device, id(4), 5, bytes(4, 10));
        assertThat(device.digests(0, 16)).isNotEqualTo(first);
        device.delete(id(4));

        assertThat(device.digests(0, 16)).isEqualTo(first);
        assertThat(first)
                .containsExactly(
                        new PartitionDigest(5, 2, PartitionDigest.share(id(1)) + PartitionDigest.share(id(2))),
                        new PartitionDigest(9, 1, PartitionDigest.share(id(3))));
        assertThat(device.digests(6, 9)).isEmpty();
        assertThat(device.digests(5, 9)).extracting(PartitionDigest::partition).containsExactly(5);
    }

    @Test
    void theStatusCountsBlobsAndTheirBytes() {
        put(device, id(1), 5, bytes(1, 1_000));
        put(device, id(2), 6, bytes(1, 100_000));
        device.delete(id(1));

        var status = device.status();

        assertThat(status.blobs()).isEqualTo(1);
        assertThat(status.liveBytes()).isEqualTo(100_000);
        assertThat(status.quarantined()).isZero();
        assertThat(status.failed()).isEmpty();
    }

    @Test
    void aDamagedCopyIsFoundQuarantinedAndMayBeWrittenAnew() throws Exception {
        put(device, BLOB, 5, bytes(1, 500_000));
        damage(BLOB);

        assertThatThrownBy(() -> read(device, BLOB)).isInstanceOf(BlobDamaged.class);

        assertThat(device.read(BLOB, 0, 1)).isInstanceOf(DeviceReadOutcome.Damaged.class);
        assertThat(device.head(BLOB)).isEmpty();
        assertThat(device.digests(5, 6)).isEmpty();
        assertThat(device.status().quarantined()).isEqualTo(1);
        assertThat(device.quarantined(Optional.empty(), 5)).containsExactly(BLOB);
        assertThat(device.quarantined(Optional.of(BLOB), 5)).isEmpty();
        assertThat(put(device, BLOB, 5, bytes(1, 500_000))).isEqualTo(new DeviceWriteOutcome.Durable(500_000));
        assertThat(read(device, BLOB)).isEqualTo(bytes(1, 500_000));
        assertThat(device.status().quarantined()).isZero();
        assertThat(device.quarantined(Optional.empty(), 5)).isEmpty();
    }

    @Test
    void aRangeThatDoesNotTouchTheDamageReadsWell() throws Exception {
        put(device, BLOB, 5, bytes(1, 500_000));
        damage(BLOB);

        assertThat(read(device, BLOB, 0, 65_536)).isEqualTo(Arrays.copyOf(bytes(1, 500_000), 65_536));
    }

    @Test
    void aQuarantinedCopyCanBeDeleted() throws Exception {
        put(device, BLOB, 5, bytes(1, 5_000));
        damage(BLOB);
        assertThatThrownBy(() -> read(device, BLOB)).isInstanceOf(BlobDamaged.class);

        assertThat(device.delete(BLOB)).isEqualTo(new DeviceDeleteOutcome.Deleted());

        assertThat(device.read(BLOB, 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
        assertThat(device.status().quarantined()).isZero();
    }

    @Test
    void d10_theStandingTellsWhetherABlobIsThereDeletedOrInQuarantine() throws Exception {
        assertThat(device.standing(5, BLOB)).isEqualTo(new CopyStanding(Optional.empty(), false, false));
        put(device, BLOB, 5, bytes(1, 100_000));
        assertThat(device.standing(5, BLOB))
                .isEqualTo(new CopyStanding(Optional.of(new StoredBlob(BLOB, 5, OWNER, 100_000)), false, false));

        damage(BLOB);
        assertThat(device.checksum(BLOB)).isInstanceOf(CopyChecksum.Unread.class);
        assertThat(device.standing(5, BLOB)).isEqualTo(new CopyStanding(Optional.empty(), false, true));

        device.delete(BLOB);
        assertThat(device.standing(5, BLOB)).isEqualTo(new CopyStanding(Optional.empty(), true, false));
        assertThat(device.standing(5, new Id128(0, 0))).isEqualTo(new CopyStanding(Optional.empty(), false, false));
    }

    @Test
    void d06_theChecksumIsOfWhatReadsBack() {
        var sizes = new int[] {0, 1, 65_536, 1_000_001};
        for (var size : sizes) {
            var content = bytes(size, size);
            put(device, id(size + 1), 5, content);
            var sum = new java.util.zip.CRC32C();
            sum.update(content);
            assertThat(device.checksum(id(size + 1))).isEqualTo(new CopyChecksum.Of(size, sum.getValue()));
        }
        assertThat(device.checksum(BLOB)).isEqualTo(new CopyChecksum.Unread("missing"));
    }

    @Test
    void aDroppedCopyIsGoneButItsBlobIsNotDeleted() {
        put(device, BLOB, 5, bytes(1, 1_000_000));
        put(device, id(8), 5, bytes(2, 1_000));
        var opened = (DeviceReadOutcome.Opened) device.read(BLOB, 0, Long.MAX_VALUE);

        assertThat(device.drop(BLOB)).isEqualTo(new DeviceDeleteOutcome.Deleted());

        assertThat(drain(opened.source())).isEqualTo(bytes(1, 1_000_000));
        assertThat(device.drop(BLOB)).isEqualTo(new DeviceDeleteOutcome.Missing());
        assertThat(device.read(BLOB, 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
        assertThat(device.head(BLOB)).isEmpty();
        assertThat(device.digests(5, 6)).containsExactly(new PartitionDigest(5, 1, PartitionDigest.share(id(8))));
        assertThat(device.status().blobs()).isEqualTo(1);
        assertThat(device.deletions(5, Optional.empty(), 5)).isEmpty();
        assertThat(put(device, BLOB, 5, bytes(1, 500))).isEqualTo(new DeviceWriteOutcome.Durable(500));
        assertThat(read(device, BLOB)).isEqualTo(bytes(1, 500));
    }

    @Test
    void droppingLeavesADeleteRemembered() {
        put(device, BLOB, 5, bytes(1, 1_000));
        device.delete(BLOB);

        assertThat(device.drop(BLOB)).isEqualTo(new DeviceDeleteOutcome.Missing());

        assertThat(device.deletions(5, Optional.empty(), 5)).containsExactly(BLOB);
    }

    @Test
    void aQuarantinedCopyCanBeDropped() throws Exception {
        put(device, BLOB, 5, bytes(1, 5_000));
        damage(BLOB);
        assertThatThrownBy(() -> read(device, BLOB)).isInstanceOf(BlobDamaged.class);

        assertThat(device.drop(BLOB)).isEqualTo(new DeviceDeleteOutcome.Deleted());

        assertThat(device.status().quarantined()).isZero();
        assertThat(device.deletions(5, Optional.empty(), 5)).isEmpty();
    }

    @Test
    void manyWritersAndReadersAtOnceDoNotDisturbEachOther() throws Exception {
        var jobs = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var thread = 0; thread < 16; thread++) {
                var first = thread * 100;
                jobs.add(threads.submit(() -> {
                    for (var i = first; i < first + 20; i++) {
                        var content = bytes(i, (i % 7) * 70_000);
                        put(device, id(i), i % 3, content);
                        assertThat(read(device, id(i))).isEqualTo(content);
                        if (i % 2 == 0) device.delete(id(i));
                    }
                }));
            }
            for (var job : jobs) job.get();
        }

        assertThat(device.status().blobs()).isEqualTo(160);
        for (var i = 1; i < 20; i += 2) assertThat(read(device, id(i))).isEqualTo(bytes(i, (i % 7) * 70_000));
    }

    @Test
    void aClosedDeviceIsUnavailable() {
        device.close();

        assertThat(device.begin(header(BLOB, 5, 10))).isInstanceOf(BeginOutcome.Unavailable.class);
        assertThat(device.read(BLOB, 0, 1)).isInstanceOf(DeviceReadOutcome.Unavailable.class);
        assertThat(device.delete(BLOB)).isInstanceOf(DeviceDeleteOutcome.Unavailable.class);
        assertThat(device.drop(BLOB)).isInstanceOf(DeviceDeleteOutcome.Unavailable.class);
    }
}
