package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.log.FaultDisk;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.CommitOutcome.Refused;
import torc.ring.metadata.CommitOutcome.Unknown;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

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
                new java.util.Random(3),
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
