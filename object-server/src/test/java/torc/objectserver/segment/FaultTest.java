package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.objectserver.device.TestBlobs.begin;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.drain;
import static torc.objectserver.device.TestBlobs.header;
import static torc.objectserver.device.TestBlobs.id;
import static torc.objectserver.device.TestBlobs.put;
import static torc.objectserver.device.TestBlobs.read;
import static torc.objectserver.replica.TestCluster.eventually;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Id128;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;

/// What the engine does when the disk does not do what it should.
class FaultTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void f05_d16_aFailedSyncIsNeverTakenForSuccessAndSealsItsSegment() {
        var device = open();
        put(device, id(1), 0, bytes(1, 1000));
        var sealed = device.engine().segments.all().iterator().next();

        disk.failWhen(call -> call.equals("sync"));
        var failed = put(device, id(2), 0, bytes(2, 1000));
        disk.failWhen(_ -> false);

        assertThat(failed).isInstanceOf(DeviceWriteOutcome.Failed.class);
        assertThat(device.read(id(2), 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
        assertThat(put(device, id(3), 0, bytes(3, 1000))).isEqualTo(new DeviceWriteOutcome.Durable(1000));
        assertThat(Objects.requireNonNull(device.engine().index.get(id(3))).segment())
                .isNotEqualTo(sealed.number());
        assertThat(read(device, id(1))).isEqualTo(bytes(1, 1000));
        device.close();
    }

    @Test
    void f06_aDiskThatFailsAgainAndAgainIsGivenUpForGood() {
        var device = open();
        put(device, id(1), 0, bytes(1, 1000));

        disk.failWhen(call -> call.equals("write"));
        for (var i = 10; i < 20 && device.status().failed().isEmpty(); i++) put(device, id(i), 0, bytes(1, 10));
        disk.failWhen(_ -> false);

        assertThat(device.status().failed()).isNotEmpty();
        assertThat(device.begin(header(id(30), 0, 10))).isInstanceOf(BeginOutcome.Unavailable.class);
        assertThat(read(device, id(1))).isEqualTo(bytes(1, 1000));
        device.close();
    }

    @Test
    void theRoomOfABlobThatWasGivenUpGoesBackToTheFileSystem() {
        var device = open();
        var givenUp = begin(device, header(id(1), 0, 3 << 20));
        givenUp.write(ByteBuffer.wrap(bytes(1, 2 << 20)));
        put(device, id(2), 0, bytes(2, 50_000));
        put(device, id(3), 0, bytes(3, 500_000));
        assertThat(disk.deallocatedBytes()).isZero();

        givenUp.close();

        assertThat(disk.deallocatedBytes()).isBetween(3L << 20, (3L << 20) + 8192);
        assertThat(read(device, id(2))).isEqualTo(bytes(2, 50_000));
        assertThat(read(device, id(3))).isEqualTo(bytes(3, 500_000));
        device.close();
    }

    @Test
    void f06_aCopyThatCannotBeReadIsQuarantined() {
        var device = open();
        put(device, id(1), 0, bytes(1, 1000));
        var told = new ArrayList<Id128>();
        device.onDamage((blob, _) -> told.add(blob));

        disk.failWhen(call -> call.equals("read"));
        Assertions.assertThatThrownBy(() -> read(device, id(1))).isInstanceOf(BlobDamaged.class);
        disk.failWhen(_ -> false);

        assertThat(told).containsExactly(id(1));
        assertThat(device.read(id(1), 0, 1)).isInstanceOf(DeviceReadOutcome.Damaged.class);
        device.close();
    }

    @Test
    void f09_d02_aFullDeviceRefusesBlobsButDeletesCompactsAndTakesBlobsAgain() throws IOException {
        disk.limitTo(6 << 20);
        var device = TestDevices.open(
                TestDevices.config(folder).withSegmentBytes(512 << 10).withRememberDeletes(Duration.ZERO), disk);
        var stored = 0;
        while (device.begin(header(id(stored + 1), 0, 100_000)) instanceof BeginOutcome.Begun begun) {
            begun.writer().write(ByteBuffer.wrap(bytes(stored + 1, 100_000)));
            begun.writer().commit();
            begun.writer().close();
            stored++;
        }
        assertThat(stored).isGreaterThan(30);
        assertThat(device.begin(header(id(1000), 0, 100_000))).isInstanceOf(BeginOutcome.Full.class);

        for (var i = 1; i <= stored; i++)
            if (i % 4 != 0) assertThat(device.delete(id(i))).isEqualTo(new DeviceDeleteOutcome.Deleted());
        var compactor = new Compactor(device.engine(), Pacer.none());
        while (compactor.compactOne()) assertThat(disk.usableBytes()).isPositive();

        assertThat(put(device, id(1000), 0, bytes(1, 100_000))).isEqualTo(new DeviceWriteOutcome.Durable(100_000));
        for (var i = 4; i <= stored; i += 4) assertThat(read(device, id(i))).isEqualTo(bytes(i, 100_000));
        device.close();
    }

    @Test
    void d02_aDiskThatFillsUpUnderAWriteFailsThatWriteAndNoOther() {
        var device = open();
        put(device, id(1), 0, bytes(1, 1000));
        var writer = begin(device, header(id(2), 0, 3_000_000));

        disk.limitTo(100_000);
        writer.write(ByteBuffer.wrap(bytes(2, 3_000_000)));

        assertThat(writer.commit()).isInstanceOf(DeviceWriteOutcome.Failed.class);
        disk.limitTo(64 << 20);
        assertThat(device.status().failed()).isEmpty();
        assertThat(put(device, id(2), 0, bytes(2, 3_000_000))).isEqualTo(new DeviceWriteOutcome.Durable(3_000_000));
        assertThat(read(device, id(1))).isEqualTo(bytes(1, 1000));
        device.close();
    }

    @Test
    void f09_withoutRoomForItsIndexADeviceStaysReadableAndGoesOnWhenThereIsRoomAgain() throws IOException {
        var config = TestDevices.config(folder).withSegmentBytes(256 << 10);
        var device = TestDevices.open(config, disk);
        for (var i = 1; i <= 12; i++) put(device, id(i), 0, bytes(i, 40_000));
        for (var i = 1; i <= 12; i++) if (i % 3 != 0) device.delete(id(i));
        var segments = device.engine().segments.all().size();

        var full = fillIndexFolder();
        assertThat(device.engine().flushIndex()).isFalse();
        put(device, id(20), 0, bytes(20, 1000));
        assertThat(new Compactor(device.engine(), Pacer.none()).compactOne()).isFalse();

        assertThat(device.status().failed()).isEmpty();
        assertThat(device.engine().segments.all()).hasSizeGreaterThanOrEqualTo(segments);
        for (var i = 3; i <= 12; i += 3) assertThat(read(device, id(i))).isEqualTo(bytes(i, 40_000));
        assertThat(device.list(0, Optional.empty(), 10)).hasSizeGreaterThanOrEqualTo(4);

        for (var file : full) Files.deleteIfExists(file);
        eventually(device.engine()::flushIndex);
        assertThat(put(device, id(21), 0, bytes(21, 1000))).isEqualTo(new DeviceWriteOutcome.Durable(1000));
        assertThat(device.delete(id(3))).isEqualTo(new DeviceDeleteOutcome.Deleted());
        assertThat(new Compactor(device.engine(), Pacer.none()).compactOne()).isTrue();
        device.close();

        assertThat(folder.resolve("index.mistrusted")).doesNotExist();
        var reopened = TestDevices.open(config, disk);
        assertThat(reopened.read(id(3), 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
        for (var i = 6; i <= 12; i += 3) assertThat(read(reopened, id(i))).isEqualTo(bytes(i, 40_000));
        assertThat(read(reopened, id(21))).isEqualTo(bytes(21, 1000));
        reopened.close();
    }

    /// Lets every table that the index would write come to a file system without room.
    ///
    /// @return what to remove for there to be room again
    private List<Path> fillIndexFolder() throws IOException {
        var withoutRoom = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(withoutRoom));
        var full = new ArrayList<Path>();
        for (var number = 1; number < 1000; number++) {
            var table = folder.resolve("index").resolve(String.format(Locale.ROOT, "%06d.sst", number));
            if (!Files.exists(table)) full.add(Files.createSymbolicLink(table, withoutRoom));
        }
        return full;
    }

    @Test
    void d01_compactionMayDieAtEveryCallToTheDisk() throws IOException {
        for (var deathAt = 1; ; deathAt++) {
            var thisDisk = new SimulatedDisk();
            var config = TestDevices.config(folder.resolve("at-" + deathAt)).withSegmentBytes(256 << 10);
            var device = TestDevices.open(config, thisDisk);
            for (var i = 1; i <= 12; i++) put(device, id(i), 0, bytes(i, 40_000));
            for (var i = 1; i <= 12; i++) if (i % 3 != 0) device.delete(id(i));

            var callsLeft = new int[] {deathAt};
            thisDisk.failWhen(_ -> --callsLeft[0] < 0);
            try {
                while (new Compactor(device.engine(), Pacer.none()).compactOne())
                    assertThat(callsLeft).isNotNull();
            } catch (IOException _) {
                assertThat(callsLeft[0]).isNegative();
            }
            var after = thisDisk.powerCut(new Random(deathAt));
            device.engine().index.close();
            device.close();

            var reopened = TestDevices.open(config, after);
            for (var i = 1; i <= 12; i++) {
                if (i % 3 == 0) assertThat(read(reopened, id(i))).isEqualTo(bytes(i, 40_000));
                else assertThat(reopened.read(id(i), 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
            }
            reopened.close();
            if (callsLeft[0] >= 0) return;
        }
    }

    @Test
    void aDroppedCopyGivesItsRoomBackAndComesBackAtMostWholeAfterACrash() throws IOException {
        var config = TestDevices.config(folder).withSegmentBytes(256 << 10);
        var device = TestDevices.open(config, disk);
        for (var i = 1; i <= 12; i++) put(device, id(i), 0, bytes(i, 40_000));
        device.engine().flushIndex();
        for (var i = 1; i <= 12; i++)
            if (i % 3 != 0) assertThat(device.drop(id(i))).isEqualTo(new DeviceDeleteOutcome.Deleted());
        var crashed = disk.powerCut(new Random(1));
        device.engine().index.close();
        device.close();

        device = TestDevices.open(config, crashed);
        for (var i = 1; i <= 12; i++) assertThat(read(device, id(i))).isEqualTo(bytes(i, 40_000));
        var full = device.engine().segments.all().iterator().next().number();
        for (var i = 1; i <= 12; i++) if (i % 3 != 0) device.drop(id(i));
        assertThat(new Compactor(device.engine(), Pacer.none()).compactOne()).isTrue();

        assertThat(device.engine().segments.get(full)).isNull();
        device.close();
        var reopened = TestDevices.open(config, crashed);
        for (var i = 1; i <= 12; i++) {
            if (i % 3 == 0) assertThat(read(reopened, id(i))).isEqualTo(bytes(i, 40_000));
            else assertThat(reopened.read(id(i), 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
        }
        assertThat(reopened.deletions(0, Optional.empty(), 1)).isEmpty();
        reopened.close();
    }

    @Test
    void d01_aSegmentWithTheNumberOfOneThatWasRemovedLosesNothing() throws IOException {
        var config = TestDevices.config(folder);
        var device = TestDevices.open(config, disk);
        // The last flush before the power failed still knew a segment, which was removed right after it.
        device.engine().index.flush(Map.of(1, 1L << 20), 1);
        var afterRemoval = disk.powerCut(new Random(1));
        device.engine().index.close();
        device.close();

        device = TestDevices.open(config, afterRemoval);
        assertThat(put(device, id(1), 0, bytes(1, 1000))).isEqualTo(new DeviceWriteOutcome.Durable(1000));
        var afterWrite = afterRemoval.powerCut(new Random(2));
        device.engine().index.close();
        device.close();

        device = TestDevices.open(config, afterWrite);
        assertThat(read(device, id(1))).isEqualTo(bytes(1, 1000));
        device.close();
    }

    @Test
    void aCompactionEndsWhenTheDeviceClosesAndLosesNothing() throws IOException {
        for (var stopAt = 1; stopAt <= 13; stopAt++) {
            var thisDisk = new SimulatedDisk();
            var config = TestDevices.config(folder.resolve("at-" + stopAt)).withSegmentBytes(1 << 20);
            var device = TestDevices.open(config, thisDisk);
            for (var i = 1; i <= 30; i++) put(device, id(i), 0, bytes(i, 40_000));
            for (var i = 1; i <= 30; i++) if (i % 4 != 0) device.delete(id(i));

            var paces = new int[] {0};
            var last = stopAt;
            var stopped = new Compactor(device.engine(), _ -> ++paces[0] < last).compactOne();

            assertThat(stopped).isEqualTo(paces[0] < last);
            assertThat(paces[0]).isLessThanOrEqualTo(last);
            for (var i = 4; i <= 30; i += 4) assertThat(read(device, id(i))).isEqualTo(bytes(i, 40_000));
            if (!stopped)
                assertThat(new Compactor(device.engine(), Pacer.none()).compactOne())
                        .isTrue();
            device.close();
            var reopened = TestDevices.open(config, thisDisk);
            for (var i = 4; i <= 30; i += 4) assertThat(read(reopened, id(i))).isEqualTo(bytes(i, 40_000));
            reopened.close();
        }
    }

    @Test
    void f06_aSegmentThatCannotBeReadIsNotCompactedAgainAndAgain() throws IOException {
        var device = TestDevices.open(TestDevices.config(folder).withSegmentBytes(256 << 10), disk);
        for (var i = 1; i <= 12; i++) put(device, id(i), 0, bytes(i, 40_000));
        for (var i = 1; i <= 12; i++) if (i % 3 != 0) device.delete(id(i));
        var segments = device.engine().segments.all().size();
        var compactor = new Compactor(device.engine(), Pacer.none());

        disk.failWhen(call -> call.equals("read"));
        var failures = 0;
        for (var i = 0; i < 20; i++) {
            try {
                if (!compactor.compactOne()) break;
            } catch (IOException _) {
                failures++;
            }
        }
        disk.failWhen(_ -> false);

        assertThat(failures).isBetween(1, segments);
        for (var i = 3; i <= 12; i += 3) assertThat(read(device, id(i))).isEqualTo(bytes(i, 40_000));
        assertThat(new Compactor(device.engine(), Pacer.none()).compactOne()).isTrue();
        device.close();
    }

    @Test
    void f05_segmentsThatCouldNotBeMadeLeaveNoFiles() throws IOException {
        var device = open();
        disk.failWhen(call -> call.equals("sync"));
        for (var i = 1; i <= 3; i++)
            assertThat(put(device, id(i), 0, bytes(i, 10))).isInstanceOf(DeviceWriteOutcome.Failed.class);
        disk.failWhen(_ -> false);

        assertThat(disk.names()).isEmpty();
        assertThat(put(device, id(4), 0, bytes(4, 10))).isEqualTo(new DeviceWriteOutcome.Durable(10));
        device.close();
    }

    @Test
    void f07_aFlippedBitAnywhereInASegmentNeverGivesWrongBytesNorHidesOtherBlobs() throws IOException {
        var config = TestDevices.config(folder).withSegmentBytes(1 << 20);
        var device = TestDevices.open(config, disk);
        for (var i = 1; i <= 3; i++) put(device, id(i), 0, bytes(i, 300));
        device.close();
        var name = disk.names().getFirst();
        var good = disk.bytes(name);

        var flips = 0;
        for (var at = 0; at < good.length; at += at < 100 || at >= SegmentFormat.FIRST_RECORD ? 23 : 2048) {
            var bad = good.clone();
            bad[at] ^= (byte) (1 << (at % 8));
            disk.setBytes(name, bad);
            // In turns with the index that is there, and with one made anew.
            var rebuilds = flips++ % 2 == 1;
            if (rebuilds) deleteIndex();
            var reopened = TestDevices.open(config, disk);
            var lost = 0;
            for (var i = 1; i <= 3; i++) if (!isRightOrRefused(reopened, i)) lost++;
            assertThat(lost).as("blobs lost by a flip at " + at).isLessThanOrEqualTo(1);
            reopened.close();
            disk.setBytes(name, good);
            if (!rebuilds) continue;
            deleteIndex();
            TestDevices.open(config, disk).close();
        }
        assertThat(flips).isGreaterThan(60);
    }

    /// @return whether it reads right; what it must never do is read wrong
    private static boolean isRightOrRefused(SegmentBlobDevice device, int number) {
        if (!(device.read(id(number), 0, 1000) instanceof DeviceReadOutcome.Opened opened)) return false;
        try {
            assertThat(drain(opened.source())).isEqualTo(bytes(number, 300));
            return true;
        } catch (BlobDamaged _) {
            return false;
        }
    }

    @Test
    void f07_aDamagedIndexIsBuiltAnewFromTheSegments() throws IOException {
        var config = TestDevices.config(folder);
        var device = TestDevices.open(config, disk);
        for (var i = 1; i <= 50; i++) put(device, id(i), i % 3, bytes(i, 5000));
        for (var i = 1; i <= 50; i += 5) device.delete(id(i));
        var digests = device.digests(0, 3);
        device.close();
        for (var kind : new String[] {"CURRENT", "MANIFEST", ".sst"}) {
            try (var files = Files.list(config.folder().resolve("index"))) {
                for (var file :
                        files.filter(file -> file.toString().contains(kind)).toList()) {
                    var bytes = Files.readAllBytes(file);
                    for (var at = bytes.length / 2; at < bytes.length; at++) bytes[at] ^= 0x55;
                    Files.write(file, bytes);
                }
            }

            var reopened = TestDevices.open(config, disk);

            assertThat(reopened.digests(0, 3)).isEqualTo(digests);
            for (var i = 1; i <= 50; i++)
                if (i % 5 != 1) assertThat(read(reopened, id(i))).isEqualTo(bytes(i, 5000));
            reopened.close();
        }
    }

    @Test
    void theAuditorFindsDamageThatNobodyReads() throws IOException {
        var device = open();
        for (var i = 1; i <= 20; i++) put(device, id(i), 0, bytes(i, 20_000));
        var entry = Objects.requireNonNull(device.engine().index.get(id(7)));
        var name = SegmentFormat.fileName(entry.segment());
        var bytes = disk.bytes(name);
        bytes[(int) entry.offset() + entry.dataOffset() + 12_345] ^= 4;
        disk.setBytes(name, bytes);
        var told = new ArrayList<Id128>();
        device.onDamage((blob, _) -> told.add(blob));

        device.engine().auditor.pass(Pacer.none(), () -> false);

        assertThat(told).containsExactly(id(7));
        assertThat(device.auditProgress()).isEqualTo(new AuditProgress(1, 400_000, 400_000, 1));
        assertThat(device.quarantined(Optional.empty(), 10)).containsExactly(id(7));
        assertThat(device.engine().buffers.outstanding()).isZero();
        device.close();
    }

    private SegmentBlobDevice open() {
        return TestDevices.open(TestDevices.config(folder), disk);
    }

    private void deleteIndex() throws IOException {
        try (var files = Files.list(folder.resolve("index"))) {
            for (var file : files.toList()) Files.delete(file);
        }
    }
}
