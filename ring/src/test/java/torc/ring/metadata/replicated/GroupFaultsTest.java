package torc.ring.metadata.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.embedded.TestWorldStores;

/// Members come and go while the group works.
final class GroupFaultsTest {
    private static final ShardKey SHARD = new ShardKey("faults");
    private static final RowKey COUNTER = RowKey.of("counter");

    @TempDir
    private Path folder;

    @Test
    void oneOfThreeMayBeAwayAndCatchesUp() throws Exception {
        try (var group = new TestGroup(folder, 3, 1000)) {
            int leader = group.leader();
            int away = (leader + 1) % 3;
            add(group.store(leader), 10);
            group.stop(away);
            add(group.store(leader), 10);
            group.start(away);

            assertThat(counter(group.store(away))).isEqualTo(20);
        }
    }

    @Test
    void whenTheLeaderGoesAnotherLeadsAndNothingHappensTwice() throws Exception {
        try (var group = new TestGroup(folder, 3, 1000)) {
            int leader = group.leader();
            var other = group.store((leader + 1) % 3);
            add(other, 10);
            group.stop(leader);
            add(other, 10);

            assertThat(counter(other)).isEqualTo(20);
            group.start(leader);
            assertThat(counter(group.store(leader))).isEqualTo(20);
        }
    }

    @Test
    void aMemberThatTheLogNoLongerReachesGetsASnapshot() throws Exception {
        try (var group = new TestGroup(folder, 3, 20)) {
            int leader = group.leader();
            int away = (leader + 1) % 3;
            add(group.store(leader), 5);
            group.stop(away);
            add(group.store(leader), 400);
            awaitFirstLogIndex(leader, 100);
            group.start(away);

            assertThat(counter(group.store(away))).isEqualTo(405);
        }
    }

    @Test
    void aGroupOfOneGrowsToThreeWhileItIsWrittenTo() throws Exception {
        try (var group = new TestGroup(folder, 1, 50)) {
            var first = group.store(group.leader());
            add(first, 200);
            int second = group.startNewcomer();
            int third = group.startNewcomer();
            change(first, List.of(group.member(0), group.member(second)));
            add(first, 10);
            change(first, List.of(group.member(0), group.member(second), group.member(third)));

            assertThat(counter(group.store(second))).isEqualTo(210);
            assertThat(counter(group.store(third))).isEqualTo(210);
            group.stop(0);
            add(group.store(second), 1);
            assertThat(counter(group.store(third))).isEqualTo(211);
        }
    }

    @Test
    void aMemberThatLostItsFolderIsReplacedByOneOfAnotherName() throws Exception {
        try (var group = new TestGroup(folder, 3, 50)) {
            int leader = group.leader();
            int lost = (leader + 1) % 3;
            int left = (leader + 2) % 3;
            add(group.store(leader), 100);
            group.stop(lost);
            Snapshots.delete(folder.resolve("n" + lost));
            int instead = group.startNewcomer();
            change(group.store(leader), List.of(group.member(leader), group.member(left), group.member(instead)));

            group.stop(left);
            add(group.store(leader), 1);
            assertThat(counter(group.store(instead))).isEqualTo(101);
        }
    }

    @Test
    void anEmbeddedStoreBecomesTheFirstMember() throws Exception {
        try (var group = new TestGroup(folder.resolve("group"), 0, 50)) {
            try (var embedded = TestWorldStores.open(folder.resolve("alone"))) {
                add(embedded, 7);
                group.startFounder(config -> new GroupSeed(config.folder()).plant(embedded, config));
            }
            var first = group.store(group.leader());
            assertThat(counter(first)).isEqualTo(7);
            add(first, 1);
            int second = group.startNewcomer();
            change(first, List.of(group.member(0), group.member(second)));
            assertThat(counter(group.store(second))).isEqualTo(8);
            group.stop(0);
            group.start(0);
            assertThat(counter(group.store(0))).isEqualTo(8);
        }
    }

    private static void change(ReplicatedMetadataStore leader, List<Member> members) throws Exception {
        assertThat(leader.change(leader.membership(), members)).isEmpty();
    }

    /// Files go while they are listed, and a log is cut some time after the snapshot that allows it.
    private void awaitFirstLogIndex(int member, long beyond) throws Exception {
        for (int i = 0; i < 300; i++) {
            try {
                if (firstLogIndex(member) > beyond) return;
            } catch (IOException | UncheckedIOException _) {
                // Gone in between.
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the log still begins at " + firstLogIndex(member));
    }

    private long firstLogIndex(int member) throws IOException {
        try (var files = Files.walk(folder.resolve("n" + member))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("log_[0-9]+-[0-9]+|log_inprogress_[0-9]+"))
                    .mapToLong(name -> Long.parseLong(name.replaceAll("^log_(inprogress_)?([0-9]+).*", "$2")))
                    .min()
                    .orElse(0);
        }
    }

    /// FAULTS F09, with a file system of its own that runs full.
    @Test
    void f09_aMemberWhoseDiskWasFullTakesPartAgainWithoutARestart() throws Exception {
        var disk = Files.createDirectories(folder.resolve("n1"));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()), "mounting needs root");
        try (var group = new TestGroup(folder, 3, 1000)) {
            var steady = group.store(0);
            add(steady, 10);
            var filler = disk.resolve("filler");
            fill(filler);

            addUntilAway(group.store(1), steady);
            long counted = counter(steady);
            add(group.store(2), 10);
            assertThatThrownBy(() -> counter(group.store(1))).isInstanceOf(MetadataUnavailable.class);

            Files.delete(filler);
            awaitMember(group.store(1));
            assertThat(counter(group.store(1))).isEqualTo(counted + 10);
            add(group.store(1), 1);
            assertThat(counter(group.store(2))).isEqualTo(counted + 11);
        } finally {
            ran("umount", "-l", disk.toString());
        }
    }

    private static boolean ran(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            while (true) out.write(new byte[64 << 10]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /// The others go on; a commit that was under way when the leader gave up may have to be made again.
    private static void addUntilAway(ReplicatedMetadataStore full, MetadataStore other) throws Exception {
        var value = new byte[4 << 10];
        for (int i = 0; i < 5_000; i++) { // More than the log has room for in what it has taken of the disk ahead.
            other.commit(Transaction.on(SHARD).put(RowKey.of("value"), value).build());
            try {
                counter(full);
            } catch (MetadataUnavailable _) {
                return;
            }
        }
        throw new AssertionError("its disk is not full");
    }

    private static void awaitMember(MetadataStore member) throws Exception {
        for (int i = 0; i < 300; i++) {
            try {
                counter(member);
                return;
            } catch (MetadataUnavailable _) {
                Thread.sleep(100);
            }
        }
        throw new AssertionError("it does not come back");
    }

    @Test
    void allMayStopAndStartAgain() throws Exception {
        try (var group = new TestGroup(folder, 3, 30)) {
            add(group.store(group.leader()), 100);
            for (int i = 0; i < 3; i++) group.stop(i);
            for (int i = 0; i < 3; i++) group.start(i);

            assertThat(counter(group.store(1))).isEqualTo(100);
            add(group.store(2), 1);
            assertThat(counter(group.store(0))).isEqualTo(101);
        }
    }

    private static void add(MetadataStore store, int times) {
        for (int i = 0; i < times; i++)
            assertThat(store.commit(Transaction.on(SHARD).add(COUNTER, 1).build()))
                    .isInstanceOf(Committed.class);
    }

    private static long counter(MetadataStore store) {
        return ByteBuffer.wrap(store.get(SHARD, COUNTER).orElseThrow().value()).getLong();
    }
}
