package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.log.FaultDisk;
import torc.ring.log.LogConfig;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;
import torc.ring.metadata.Watch.WatchOutcome;

/// Watches that reach beyond memory, beyond a restart and beyond the log.
final class FeedTest {
    private static final ShardKey SHARD = new ShardKey("container/feed");

    private static final long SMALL = 256 << 10;
    private static final long LARGE = 64 << 20;

    @TempDir
    private Path folder;

    @Test
    void aWatchReachesBackIntoTheLogOverARestart() {
        var revisions = new ArrayList<Long>();
        try (var store = open(LARGE)) {
            for (int i = 0; i < 30; i++) revisions.add(put(store, 4000));
        }
        try (var store = open(LARGE)) {
            revisions.add(put(store, 10));
            try (var watch = store.watch(SHARD, RowKey.of(""), 0)) {
                assertThat(take(watch, revisions.size())).isEqualTo(revisions);
                revisions.add(put(store, 10));
                assertThat(take(watch, 1)).containsExactly(revisions.getLast());
            }
        }
    }

    @Test
    void aWatchThatTheLogNoLongerReachesBackToIsToldWhereItMayGoOn() {
        try (var store = open(SMALL)) {
            for (int i = 0; i < 400; i++) put(store, 4000);
            store.keepState();
            store.keepState();
            put(store, 4000);
            long last = store.revision(SHARD);

            var outcome = store.watch(SHARD, RowKey.of(""), 0).next(Duration.ZERO);

            assertThat(outcome).isInstanceOf(WatchOutcome.Compacted.class);
            long oldest = ((WatchOutcome.Compacted) outcome).oldestRevision();
            assertThat(oldest).isBetween(1L, last);
            try (var watch = store.watch(SHARD, RowKey.of(""), oldest)) {
                var expected = new ArrayList<Long>();
                for (long revision = oldest + 1; revision <= last; revision++) expected.add(revision);
                assertThat(take(watch, expected.size())).isEqualTo(expected);
            }
        }
    }

    @Test
    void f06_aWatchReadsWhatOneMirrorCannotGiveFromAnother() {
        var disk = new FaultDisk();
        var devices = List.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("c"));
        for (var bad : devices) {
            var config = TestWorld.small(devices)
                    .withLog(new LogConfig(256 << 10, 64 << 10, LARGE, Duration.ofMillis(2), Duration.ofSeconds(10)));
            try (var store = EmbeddedMetadataStore.open(config, TestWorld.on(disk))) {
                long before = store.revision(SHARD);
                var revisions = new ArrayList<Long>();
                for (int i = 0; i < 30; i++) revisions.add(put(store, 4000));
                disk.failReads(path -> path.startsWith(bad) && path.toString().endsWith(".log"));

                try (var watch = store.watch(SHARD, RowKey.of(""), before)) {
                    assertThat(take(watch, revisions.size())).isEqualTo(revisions);
                }
                disk.failReads(_ -> false);
            }
        }
    }

    private EmbeddedMetadataStore open(long retainedBytes) {
        var config = TestWorld.small(List.of(folder.resolve("device")))
                .withLog(new LogConfig(
                        256 << 10, 64 << 10, retainedBytes, Duration.ofMillis(2), Duration.ofSeconds(10)));
        return EmbeddedMetadataStore.open(config, TestWorld.real());
    }

    private static long put(EmbeddedMetadataStore store, int bytes) {
        var outcome = store.commit(
                Transaction.on(SHARD).put(RowKey.of("row"), new byte[bytes]).build());
        assertThat(outcome).isInstanceOf(Committed.class);
        return ((Committed) outcome).revision();
    }

    private static List<Long> take(Watch watch, int count) {
        var revisions = new ArrayList<Long>();
        while (revisions.size() < count) {
            var outcome = watch.next(Duration.ofSeconds(10));
            assertThat(outcome).isInstanceOf(WatchOutcome.Changes.class);
            var commits = ((WatchOutcome.Changes) outcome).commits();
            assertThat(commits).isNotEmpty();
            commits.forEach(commit -> revisions.add(commit.revision()));
        }
        return revisions;
    }
}
