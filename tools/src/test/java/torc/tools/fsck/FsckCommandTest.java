package torc.tools.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.RowKeys;
import torc.ring.builder.RingBuilder;
import torc.ring.file.RingFile;
import torc.ring.metadata.Transaction;
import torc.ring.placement.Device;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;
import torc.tools.data.Layout;

/// The command finds what was broken behind the stores' back, on directories that the real stores wrote.
final class FsckCommandTest {
    private static final Layout TWO_COPIES = new Layout(2, 2);
    private static final ContainerName CONTAINER = new ContainerName(new AccountName("AUTH_a"), "c");
    private static final int BLOB_BYTES = 40_000;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private String printed = "";

    @BeforeEach
    void fill() {
        try (var directory = DataDirectory.open(folder)) {
            var devices = List.of(device(0), device(1));
            RingFile.of(RingBuilder.build(devices, 4, 2, 1), 1).write(directory.objectRing());
            for (int i = 0; i < 2; i++)
                assertThat(directory.device(i).resolve("blobs").toFile().mkdirs())
                        .isTrue();
        }
        change(stores -> {
            stores.objects.containers().create(CONTAINER, old -> old);
            put(stores, "inline", 10);
            put(stores, "blob", BLOB_BYTES);
            put(stores, "other", BLOB_BYTES);
        });
        try (var directory = DataDirectory.open(folder)) {
            directory.fix(TWO_COPIES);
        }
    }

    @Test
    void aSoundDirectoryIsClean() {
        assertThat(fsck()).isZero();
        assertThat(printed)
                .isEqualTo("2 containers and accounts, 2 blobs checked: 0 lost, 0 wrong, 0 repaired, 0 leftovers\n");
    }

    @Test
    void aBlobThatIsGoneFromEveryDeviceIsALossThatNoRepairHides() {
        change(stores -> {
            var lost = blobs(stores).getFirst();
            stores.map.devices().forEach(device -> device.delete(lost));
        });

        assertThat(fsck()).isEqualTo(17);
        assertThat(printed).contains("lost", "missing-blob", "AUTH_a/c/", "1 lost, 0 wrong");
        assertThat(fsck("--repair")).isEqualTo(17);
    }

    @Test
    void aCopyThatIsGoneFromOneDeviceIsNoLoss() {
        change(stores -> stores.map.devices().getFirst().delete(blobs(stores).getFirst()));

        assertThat(fsck()).isEqualTo(17);
        assertThat(printed).contains("few-copies", "1 of 2 copies", "0 lost, 1 wrong");
    }

    @Test
    void oneCopyOfAnUploadThatACrashCutOffIsNoFault() {
        change(stores -> {
            stores.rows.commit(Transaction.on(RowKeys.shard(CONTAINER))
                    .delete(RowKeys.object("blob"))
                    .delete(RowKeys.data("blob"))
                    .add(RowKeys.USAGE, -1, -BLOB_BYTES, 0)
                    .build());
            blobs(stores).forEach(stores.map.devices().getFirst()::delete);
        });

        assertThat(fsck()).isEqualTo(17);
        assertThat(printed).contains("1 of 2 copies", "0 lost, 1 wrong");
    }

    @Test
    void wrongCountersAndALostEntryAreRepairedOnlyIfAsked() {
        change(stores -> {
            stores.rows.commit(Transaction.on(RowKeys.shard(CONTAINER))
                    .add(RowKeys.USAGE, 1, -7, 0)
                    .build());
            stores.rows.commit(Transaction.on(RowKeys.shard(CONTAINER.account()))
                    .delete(RowKeys.entry("c"))
                    .add(RowKeys.ENTRY_COUNT, -1)
                    .build());
        });

        assertThat(fsck()).isEqualTo(17);
        assertThat(printed).contains("wrong-counters", "4 objects, 80003 bytes are counted", "missing-entry");
        assertThat(fsck("--repair", "--json")).isZero();
        assertThat(printed).contains("\"repaired\" : 2", "\"clean\" : true");
        assertThat(fsck()).isZero();
    }

    @Test
    void aBlobThatNoRowNamesIsALeftoverOnceItsDeadlineHasPassed() {
        change(stores -> stores.rows.commit(Transaction.on(RowKeys.shard(CONTAINER))
                .delete(RowKeys.object("blob"))
                .delete(RowKeys.data("blob"))
                .add(RowKeys.USAGE, -1, -BLOB_BYTES, 0)
                .build()));
        assertThat(fsck()).isZero();
        assertThat(printed).contains("0 leftovers");

        now = now.plus(Duration.ofDays(3));

        assertThat(fsck()).isZero();
        assertThat(printed).contains("leftover  unnamed-blob", "1 leftovers");
    }

    @Test
    void aCheckOfOneAccountOrContainerLooksAtNothingElse() {
        var others = new ContainerName(new AccountName("AUTH_b"), "d");
        change(stores -> {
            stores.objects.containers().create(others, old -> old);
            put(stores, new ObjectName(others, "blob"), BLOB_BYTES);
            stores.objects.containers().create(new ContainerName(CONTAINER.account(), "c2"), old -> old);
            var lost = blobs(stores, CONTAINER).getFirst();
            stores.map.devices().forEach(device -> device.delete(lost));
            stores.map.devices().getFirst().delete(blobs(stores, others).getFirst());
        });

        assertThat(fsck()).isEqualTo(17);
        assertThat(printed).contains("5 containers and accounts", "1 lost, 1 wrong");
        assertThat(fsck("--account=AUTH_a")).isEqualTo(17);
        assertThat(printed).contains("3 containers and accounts, 1 blobs", "1 lost, 0 wrong");
        assertThat(fsck("--account=AUTH_b")).isEqualTo(17);
        assertThat(printed).contains("2 containers and accounts, 1 blobs", "0 lost, 1 wrong");
        assertThat(fsck("--account=AUTH_a", "--container=c")).isEqualTo(17);
        assertThat(printed).contains("2 containers and accounts, 1 blobs", "1 lost, 0 wrong");
        assertThat(fsck("--account=AUTH_a", "--container=c2")).isZero();
        assertThat(fsck("--account=AUTH")).isZero();
        assertThat(printed).contains("0 containers and accounts, 0 blobs");
        assertThat(fsck("--container=c")).isNotZero();
        assertThat(fsck("--account=AUTH_a", "--rebuild-metadata")).isNotZero();
    }

    @Test
    void aDirectoryInUseIsRefused() {
        try (var directory = DataDirectory.open(folder)) {
            assertThat(directory.root()).isEqualTo(folder);
            var line = commandLine();
            line.setExecutionExceptionHandler(
                    (failure, _, _) -> ((DataRefused) failure).exitCode().number());

            assertThat(line.execute("--data", folder.toString())).isEqualTo(11);
        }
    }

    @Test
    void aFolderWithoutTorcIsRefusedAndLeftAlone() {
        var line = commandLine();
        line.setExecutionExceptionHandler(
                (failure, _, _) -> ((DataRefused) failure).exitCode().number());
        var absent = folder.resolve("absent");

        assertThat(line.execute("--data", absent.toString())).isEqualTo(3);
        assertThat(absent).doesNotExist();
    }

    private CommandLine commandLine() {
        return new CommandLine(new FsckCommand(() -> now));
    }

    private int fsck(String... options) {
        var text = new StringWriter();
        var arguments = new ArrayList<>(List.of(options));
        arguments.add("--data");
        arguments.add(folder.toString());
        var code = commandLine().setOut(new PrintWriter(text)).execute(arguments.toArray(String[]::new));
        printed = text.toString();
        return code;
    }

    private void change(Consumer<StoppedStores> change) {
        try (var directory = DataDirectory.open(folder);
                var stores = new StoppedStores(directory, TWO_COPIES, () -> now)) {
            change.accept(stores);
        }
    }

    private static List<Id128> blobs(StoppedStores stores) {
        var found = new ArrayList<Id128>();
        for (int partition = 0; partition < stores.map.placement().partitions(); partition++)
            stores.map
                    .devices()
                    .getFirst()
                    .list(partition, Optional.empty(), 100)
                    .forEach(blob -> found.add(blob.id()));
        return found;
    }

    /// Those of one container, on the first device.
    private static List<Id128> blobs(StoppedStores stores, ContainerName container) {
        var found = new ArrayList<Id128>();
        for (int partition = 0; partition < stores.map.placement().partitions(); partition++)
            for (var blob : stores.map.devices().getFirst().list(partition, Optional.empty(), 100))
                if (blob.owner().shard().equals(RowKeys.shard(container).text())) found.add(blob.id());
        return found;
    }

    private static void put(StoppedStores stores, String name, int bytes) {
        put(stores, new ObjectName(CONTAINER, name), bytes);
    }

    private static void put(StoppedStores stores, ObjectName name, int bytes) {
        var attributes = new ObjectAttributes("a/b", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        var outcome = stores.objects
                .objects()
                .put(
                        name,
                        new PutRequest(
                                ByteSource.of(new byte[bytes]),
                                OptionalLong.of(bytes),
                                attributes,
                                Map::of,
                                "",
                                Preconditions.NONE,
                                Long.MAX_VALUE));
        assertThat(outcome).isInstanceOf(WriteOutcome.Stored.class);
    }

    private static Device device(int index) {
        return Device.of(index, 1, index + 1, "127.0.0.1", 6200, "d" + index, 100);
    }
}
