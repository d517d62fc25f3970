package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import torc.ring.log.FaultDisk;
import torc.ring.log.LogConfig;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.CommitOutcome.Refused;
import torc.ring.metadata.CommitOutcome.Unknown;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;
import torc.ring.metadata.state.StateKeys;
import torc.ring.metadata.state.StateRow;

/// Which folders are opened, which are refused, and what a failing or full device does to commits.
final class OpeningTest {
    private static final ShardKey SHARD = new ShardKey("s");
    private static final RowKey ROW = RowKey.of("r");

    @TempDir
    private Path folder;

    @Test
    void aFolderInUseIsRefused() {
        try (var _ = open(devices(1))) {
            assertRefused(devices(1), MetadataOpenRefused.Reason.IN_USE);
        }
        open(devices(1)).close();
    }

    @Test
    void d18_aFolderOfAnotherVersionIsRefusedAndLeftAlone() throws IOException {
        open(devices(1)).close();
        var file = devices(1).getFirst().resolve("mirror");
        var bytes = ByteBuffer.allocate(200)
                .put(Files.readAllBytes(file))
                .putInt(8, 2)
                .array();
        Files.write(file, bytes);

        assertRefused(devices(1), MetadataOpenRefused.Reason.OTHER_VERSION);

        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void foldersOfTwoStoresAreRefused() {
        open(List.of(folder.resolve("a"))).close();
        open(List.of(folder.resolve("b"))).close();

        assertRefused(List.of(folder.resolve("a"), folder.resolve("b")), MetadataOpenRefused.Reason.FOREIGN);
    }

    @Test
    void aFolderThatIsNotAStoreIsRefusedAndLeftAlone() throws IOException {
        var file = folder.resolve("device0").resolve("letter.txt");
        Files.createDirectories(folder.resolve("device0"));
        Files.writeString(file, "dear");

        assertThatThrownBy(() -> open(devices(1))).isInstanceOf(MetadataOpenRefused.class);

        assertThat(file).hasContent("dear");
    }

    @Test
    void d05_twoLostDevicesOfThreeAreRefusedAndOneIsNot() throws IOException {
        try (var store = open(devices(3))) {
            put(store, "one");
        }
        Files.move(devices(3).get(0), folder.resolve("away0"));
        Files.move(devices(3).get(1), folder.resolve("away1"));

        assertThatThrownBy(() -> open(devices(3))).isInstanceOf(MetadataOpenRefused.class);

        TestWorld.deleteFolder(devices(3).get(1));
        Files.move(folder.resolve("away1"), devices(3).get(1));
        try (var store = open(devices(3))) {
            assertThat(value(store)).isEqualTo("one");
        }
    }

    @Test
    void d05_aDeviceThatComesBackWithOlderCommitsIsMadeAnew() throws IOException {
        try (var store = open(devices(3))) {
            put(store, "old");
        }
        Files.move(devices(3).get(0), folder.resolve("away"));
        try (var store = open(devices(3))) {
            put(store, "new");
        }
        TestWorld.deleteFolder(devices(3).get(0));
        Files.move(folder.resolve("away"), devices(3).get(0));

        try (var store = open(devices(3))) {
            assertThat(value(store)).isEqualTo("new");
        }
        for (int lost : List.of(1, 2)) TestWorld.deleteFolder(devices(3).get(lost));
        assertThatThrownBy(() -> open(devices(3))).isInstanceOf(MetadataOpenRefused.class);
    }

    @Test
    void f05_aFailedSyncOfTheOnlyDeviceIsNeverTakenForASuccess() {
        var disk = new FaultDisk();
        try (var store = open(devices(1), disk)) {
            put(store, "before");
            disk.failSyncs(_ -> true);
            assertThat(commit(store, "in the act")).isInstanceOf(Unknown.class);
            disk.failSyncs(_ -> false);

            assertThat(commit(store, "after")).isEqualTo(new Refused(Reason.UNAVAILABLE));
            assertThat(value(store)).isEqualTo("before");
            assertThat(store.health().writable()).isFalse();
        }
        try (var store = open(devices(1), disk)) {
            assertThat(value(store)).isIn("before", "in the act");
            put(store, "again");
        }
    }

    @Test
    void f05_oneOfThreeDevicesMayFailAndIsMadeAnewLater() throws IOException {
        var disk = new FaultDisk();
        try (var store = open(devices(3), disk)) {
            put(store, "before");
            disk.failSyncs(path -> path.startsWith(devices(3).get(1)));
            assertThat(commit(store, "one")).isInstanceOf(Committed.class);
            disk.failSyncs(_ -> false);
            assertThat(commit(store, "two")).isInstanceOf(Committed.class);
            assertThat(store.health().alive()).containsExactly(0, 2);

            disk.failSyncs(path -> path.startsWith(devices(3).get(2)));
            assertThat(commit(store, "three")).isInstanceOf(Unknown.class);
            assertThat(value(store)).isEqualTo("two");
            disk.failSyncs(_ -> false);
        }
        try (var store = open(devices(3), disk)) {
            assertThat(value(store)).isIn("two", "three");
            assertThat(store.health().alive()).containsExactly(0, 1, 2);
            put(store, "four");
        }
        TestWorld.deleteFolder(devices(3).get(0));
        try (var store = open(devices(3), disk)) {
            assertThat(value(store)).isEqualTo("four");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void f10_oneOfThreeDevicesMayHangAndIsMadeAnewLater(int hung) {
        var disk = new FaultDisk();
        var until = new CountDownLatch(1);
        var config = TestWorld.small(devices(3))
                .withLog(new LogConfig(256 << 10, 64 << 10, 256 << 10, Duration.ofMillis(2), Duration.ofMillis(300)));
        try (var store = EmbeddedMetadataStore.open(config, TestWorld.on(disk))) {
            put(store, "before");
            disk.hangSyncs(until, path -> path.startsWith(devices(3).get(hung)));
            assertThat(commit(store, "one")).isInstanceOf(Committed.class);
            assertThat(store.health().alive()).hasSize(2).doesNotContain(hung);
            assertThat(commit(store, "two")).isInstanceOf(Committed.class);
        } finally {
            until.countDown();
        }
        try (var store = open(devices(3), disk)) {
            assertThat(value(store)).isEqualTo("two");
            assertThat(store.health().alive()).containsExactly(0, 1, 2);
        }
    }

    @Test
    void d14_aReadErrorInTheLogIsNotTakenForItsEnd() {
        var disk = new FaultDisk();
        var store = open(devices(1), disk);
        put(store, "one");
        store.abandon();
        disk.failReads(path -> path.toString().endsWith(".log"));

        assertThatThrownBy(() -> open(devices(1), disk)).isInstanceOf(MetadataOpenRefused.class);

        disk.failReads(_ -> false);
        try (var again = open(devices(1), disk)) {
            assertThat(value(again)).isEqualTo("one");
        }
    }

    @Test
    void f09_aFullDeviceRefusesWhatDoesNotFreeSpaceAndRecovers() {
        var disk = new FaultDisk();
        var config = TestWorld.small(devices(1)).withReserve(64 << 20);
        var time = new java.util.concurrent.atomic.AtomicLong();
        var world = new StoreSurroundings(
                disk,
                new Random(3),
                () -> time.addAndGet(1_000_000_000),
                Thread.ofPlatform().factory());
        try (var store = EmbeddedMetadataStore.open(config, world)) {
            put(store, "one");
            disk.setUsable(1 << 20);

            assertThat(commit(store, "two")).isEqualTo(new Refused(Reason.FULL));
            assertThat(value(store)).isEqualTo("one");
            assertThat(store.commit(Transaction.on(SHARD)
                            .delete(ROW)
                            .add(RowKey.of("n"), -1)
                            .build()))
                    .isInstanceOf(Committed.class);

            disk.setUsable(1 << 30);
            put(store, "three");
        }
    }

    @Test
    void aCrashInTheFirstStartLeavesAFolderThatCanBeOpened() {
        var disk = new FaultDisk();
        disk.failSyncs(path -> path.toString().contains("mirror"));
        assertThatThrownBy(() -> open(devices(2), disk)).isInstanceOf(MetadataOpenRefused.class);
        disk.failSyncs(_ -> false);

        try (var store = open(devices(2), disk)) {
            put(store, "one");
        }
        try (var store = open(devices(2), disk)) {
            assertThat(value(store)).isEqualTo("one");
        }
    }

    @Test
    void d05_aStateThatMissedAStartIsNotPreferredToOneThatDidNot() throws IOException {
        var away = folder.resolve("away");
        try (var store = open(devices(3))) {
            put(store, "old");
        }
        Files.move(devices(3).getFirst(), away);
        Files.writeString(devices(3).getFirst(), "no folder, so the device cannot be used");
        try (var store = open(devices(3))) {
            put(store, "new");
        }
        Files.delete(devices(3).getFirst());
        Files.move(away, devices(3).getFirst());
        takeInWhatNobodyAcknowledged(devices(3).getFirst());

        try (var store = open(devices(3))) {
            assertThat(value(store)).isEqualTo("new");
            assertThat(store.get(SHARD, RowKey.of("void"))).isEmpty();
            assertThat(store.health().alive()).containsExactly(0, 1, 2);
        }
        assertThat(devices(3).stream().filter(device -> Files.exists(device.resolve("state"))))
                .hasSize(1);
    }

    /// As a start does that finds a record on one device only and is cut off before the others have it.
    private static void takeInWhatNobodyAcknowledged(Path device) {
        try (var state = State.open(
                        device.resolve("state"),
                        TestWorld.small(List.of(device)).state());
                var batch = new WriteBatch()) {
            batch.put(StateKeys.rowKey(StateKeys.prefix(SHARD), RowKey.of("void")), StateRow.encode(9, new byte[1]));
            state.write(batch);
            state.flush();
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    @Test
    void f06_aLogThatCannotBeReadOnOneDeviceOfThreeStopsNoStart() {
        for (int victim = 0; victim < 3; victim++) {
            var disk = new FaultDisk();
            var bad = devices(3).get(victim);
            String was = "before " + victim;
            var store = open(devices(3), disk);
            put(store, was);
            store.abandon();
            disk.failReadsFrom(
                    4096, path -> path.startsWith(bad) && path.toString().endsWith(".log"));

            try (var again = open(devices(3), disk)) {
                assertThat(value(again)).isEqualTo(was);
                put(again, "after");
                disk.failReads(_ -> false);
            }
        }
    }

    @Test
    void f06_logsThatCannotBeReadOnTwoDevicesOfThreeAreRefused() {
        var disk = new FaultDisk();
        var store = open(devices(3), disk);
        put(store, "one");
        store.abandon();
        disk.failReads(
                path -> !path.startsWith(devices(3).get(1)) && path.toString().endsWith(".log"));

        assertThatThrownBy(() -> open(devices(3), disk)).isInstanceOf(MetadataOpenRefused.class);

        disk.failReads(_ -> false);
        try (var again = open(devices(3), disk)) {
            assertThat(value(again)).isEqualTo("one");
        }
    }

    @Test
    void f03_aMarkAtTheEndOfASegmentIsDurableBeforeTheNextOneSaysSo() throws IOException {
        for (int count : List.of(1, 3)) {
            var disk = new FaultDisk();
            var devices = devices(count).stream()
                    .map(device -> device.resolveSibling(count + "of" + device.getFileName()))
                    .toList();
            var large = "x".repeat(40_000);
            var store = open(devices, disk);
            put(store, large);
            TestWorld.awaitMark(store);
            put(store, large + "y"); // Does not fit behind it.
            put(store, "last");

            disk.powerOff();
            store.abandon();
            disk.forgetUnsynced(new ForgetsAll());

            try (var again = open(devices, disk)) {
                assertThat(value(again)).isEqualTo("last");
            }
        }
    }

    private static final class ForgetsAll extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean nextBoolean() {
            return false;
        }
    }

    @Test
    void aRefusedStartLeavesNoThreadBehind() throws InterruptedException {
        var disk = new FaultDisk();
        open(devices(3), disk).close();
        var threads = new ConcurrentLinkedQueue<Thread>();
        var factory = Thread.ofPlatform().daemon().factory();
        var world = new StoreSurroundings(disk, new Random(1), System::nanoTime, task -> {
            var thread = factory.newThread(task);
            threads.add(thread);
            return thread;
        });
        EmbeddedMetadataStore.open(TestWorld.small(devices(3)), world).close();
        assertThat(threads).isNotEmpty();
        put(disk);
        disk.failSyncs(path -> path.toString().endsWith(".log"));

        assertThatThrownBy(() -> EmbeddedMetadataStore.open(TestWorld.small(devices(3)), world))
                .isInstanceOf(MetadataOpenRefused.class);

        for (var thread : threads)
            assertThat(thread.join(Duration.ofSeconds(3))).isTrue();
    }

    private void put(FaultDisk disk) {
        try (var store = open(devices(3), disk)) {
            put(store, "one");
        }
    }

    @Test
    void f03_theNameOfANewStoresFolderIsDurable() {
        var disk = new FaultDisk();
        var device = folder.resolve("new").resolve("deep").resolve("device");

        open(List.of(device), disk).close();

        assertThat(disk.syncedFolders()).contains(folder, folder.resolve("new"), folder.resolve("new/deep"), device);
    }

    @Test
    void aSecondOpeningThatIsRefusedTakesNoLockAway() throws IOException {
        var lock = devices(1).getFirst().resolve("LOCK");
        try (var _ = open(devices(1))) {
            assertThat(isLocked(lock)).isTrue();

            assertRefused(devices(1), MetadataOpenRefused.Reason.IN_USE);

            assertThat(isLocked(lock)).isTrue();
        }
        assertThat(isLocked(lock)).isFalse();
    }

    /// Whether the system holds a lock on a file: what another process would find.
    private static boolean isLocked(Path file) throws IOException {
        var inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(line -> line.contains(inode));
    }

    @Test
    void aStoreWhoseCommitsHaveStoppedIsNotCalledWritable() {
        var broken = new AtomicBoolean();
        var world = new StoreSurroundings(
                new FaultDisk(),
                new Random(3),
                () -> {
                    if (broken.get()) throw new IllegalStateException("injected");
                    return System.nanoTime();
                },
                Thread.ofPlatform().daemon().factory());
        try (var store = EmbeddedMetadataStore.open(TestWorld.small(devices(1)), world)) {
            put(store, "one");
            assertThat(store.health().writable()).isTrue();
            broken.set(true);
            assertThat(commit(store, "two")).isInstanceOf(Unknown.class);

            // The commit after this one meets a thread that has ended, or is about to.
            assertThat(commit(store, "three")).isEqualTo(new Refused(Reason.UNAVAILABLE));
            assertThat(store.health().writable()).isFalse();
        }
    }

    private void assertRefused(List<Path> devices, MetadataOpenRefused.Reason reason) {
        assertThatThrownBy(() -> open(devices))
                .isInstanceOfSatisfying(
                        MetadataOpenRefused.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private List<Path> devices(int count) {
        var devices = new ArrayList<Path>();
        for (int i = 0; i < count; i++) devices.add(folder.resolve("device" + i));
        return devices;
    }

    private static EmbeddedMetadataStore open(List<Path> devices) {
        return open(devices, new FaultDisk());
    }

    private static EmbeddedMetadataStore open(List<Path> devices, FaultDisk disk) {
        return EmbeddedMetadataStore.open(TestWorld.small(devices), TestWorld.on(disk));
    }

    private static void put(EmbeddedMetadataStore store, String value) {
        assertThat(commit(store, value)).isInstanceOf(Committed.class);
    }

    private static CommitOutcome commit(EmbeddedMetadataStore store, String value) {
        return store.commit(Transaction.on(SHARD)
                .put(ROW, value.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .build());
    }

    private static String value(EmbeddedMetadataStore store) {
        return new String(store.get(SHARD, ROW).orElseThrow().value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
