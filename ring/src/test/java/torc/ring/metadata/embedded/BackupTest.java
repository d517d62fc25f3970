package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.log.FaultDisk;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Backups of a store that is in use.
final class BackupTest {
    private static final ShardKey SHARD = new ShardKey("s");
    private static final RowKey LEFT = RowKey.of("left");
    private static final RowKey RIGHT = RowKey.of("right");

    @TempDir
    private Path folder;

    @Test
    void aBackupMadeUnderCommitsCanBeOpenedAndHoldsWholeCommits() throws InterruptedException {
        var enough = new AtomicBoolean();
        try (var store =
                EmbeddedMetadataStore.open(TestWorld.small(List.of(folder.resolve("store"))), TestWorld.real())) {
            count(store);
            var counting = Thread.ofPlatform().start(() -> {
                while (!enough.get()) count(store);
            });
            try {
                for (int i = 0; i < 8; i++) requireWhole(backup(store, i), store.revision(SHARD));
            } finally {
                enough.set(true);
                counting.join();
            }
        }
    }

    private Path backup(EmbeddedMetadataStore store, int number) {
        var backup = folder.resolve("backup" + number);
        store.backup(backup);
        return backup;
    }

    private static void requireWhole(Path backup, long newest) {
        long revision;
        for (int opening = 0; opening < 2; opening++) {
            try (var copy = EmbeddedMetadataStore.open(TestWorld.small(List.of(backup)), TestWorld.real())) {
                assertThat(copy.get(SHARD, LEFT).orElseThrow().value())
                        .isEqualTo(copy.get(SHARD, RIGHT).orElseThrow().value());
                revision = copy.revision(SHARD);
                count(copy);
                assertThat(copy.revision(SHARD)).isEqualTo(revision + 1).isLessThanOrEqualTo(newest + 2);
            }
        }
    }

    @Test
    void f03_theNameOfABackupIsDurable() {
        var disk = new FaultDisk();
        var parent = folder.resolve("backups");
        try (var store =
                EmbeddedMetadataStore.open(TestWorld.small(List.of(folder.resolve("store"))), TestWorld.on(disk))) {
            count(store);
            assertThat(parent.toFile().mkdir()).isTrue();

            store.backup(parent.resolve("first"));

            assertThat(disk.syncedFolders()).contains(parent);
        }
    }

    private static void count(EmbeddedMetadataStore store) {
        assertThat(store.commit(Transaction.on(SHARD).add(LEFT, 1).add(RIGHT, 1).build()))
                .isInstanceOf(Committed.class);
    }
}
