package torc.ring.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.metadata.CommitOutcome.CheckFailed;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.CommitOutcome.Refused;
import torc.ring.metadata.Watch.WatchOutcome;

/// What every engine of the metadata store promises.
public abstract class MetadataStoreContract {
    protected static final ShardKey SHARD = new ShardKey("container/a/photos");
    private static final RowKey A = RowKey.of("a");
    private static final RowKey B = RowKey.of("b");

    /// Where a test may keep files.
    @TempDir
    protected Path folder;

    protected MetadataStore store;

    /// An empty store. Called once for each test.
    protected abstract MetadataStore create();

    /// A store on what [MetadataStore#backup] wrote.
    protected abstract MetadataStore openBackup(Path backup);

    @BeforeEach
    void openStore() {
        store = create();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void aRowThatWasNeverWrittenIsAbsent() {
        assertThat(store.get(SHARD, A)).isEmpty();
        assertThat(store.scan(SHARD, Scan.range(RowKey.of(""), RowKey.of("z"), 10)))
                .isEmpty();
        assertThat(store.revision(SHARD)).isZero();
    }

    @Test
    void aCommittedRowIsReadBackWithItsRevision() {
        long revision = committed(Transaction.on(SHARD).put(A, bytes("one")));

        var row = store.get(SHARD, A).orElseThrow();

        assertThat(row.value()).isEqualTo(bytes("one"));
        assertThat(row.key()).isEqualTo(A);
        assertThat(row.revision()).isEqualTo(revision).isEqualTo(store.revision(SHARD));
    }

    @Test
    void everyCommitMakesAGreaterRevisionAndLeavesOtherRowsTheirs() {
        long first = committed(Transaction.on(SHARD).put(A, bytes("one")));
        long second = committed(Transaction.on(SHARD).put(B, bytes("two")));

        assertThat(second).isGreaterThan(first);
        assertThat(store.get(SHARD, A).orElseThrow().revision()).isEqualTo(first);
    }

    @Test
    void aDeletedRowIsAbsentAndDeletingAnAbsentOneIsAllowed() {
        committed(Transaction.on(SHARD).put(A, bytes("one")));

        committed(Transaction.on(SHARD).delete(A).delete(B));

        assertThat(store.get(SHARD, A)).isEmpty();
    }

    @Test
    void rowsOfDifferentShardKeysAreApart() {
        for (var name : List.of("a", "ab", "a\0", "a\0b", "a\0\1", "é", "a/b"))
            committed(
                    Transaction.on(new ShardKey(name)).put(A, bytes(name)).put(RowKey.of(""), bytes("empty " + name)));

        for (var name : List.of("a", "ab", "a\0", "a\0b", "a\0\1", "é", "a/b")) {
            var shard = new ShardKey(name);
            assertThat(store.get(shard, A).orElseThrow().value()).isEqualTo(bytes(name));
            assertThat(names(shard, Scan.range(RowKey.of(""), RowKey.of("z"), 10)))
                    .containsExactly("", "a");
        }
    }

    @Test
    void keysAndValuesOfAllSizesComeBackWhole() {
        for (int size : List.of(0, 1, 100, 4095, 4096, 65_536, 1 << 20)) {
            var value = new byte[size];
            new java.util.Random(size).nextBytes(value);
            var key = RowKey.of(new byte[Math.min(size, RowKey.MAX_BYTES)]);
            committed(Transaction.on(SHARD).put(key, value));
            assertThat(store.get(SHARD, key).orElseThrow().value()).isEqualTo(value);
        }
    }

    @Test
    void aCallerWhoChangesItsArrayLaterChangesNoRow() {
        var value = bytes("one");
        committed(Transaction.on(SHARD).put(A, value));

        value[0] = 'X';

        assertThat(store.get(SHARD, A).orElseThrow().value()).isEqualTo(bytes("one"));
    }

    @Test
    void severalRowsAreReadInTheirOrder() {
        committed(Transaction.on(SHARD).put(A, bytes("one")).put(B, bytes("two")));

        var rows = store.get(SHARD, List.of(B, RowKey.of("c"), A));

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).orElseThrow().value()).isEqualTo(bytes("two"));
        assertThat(rows.get(1)).isEmpty();
        assertThat(rows.get(2).orElseThrow().value()).isEqualTo(bytes("one"));
    }

    @Test
    void aFailedCheckNamesItselfAndTheRowAndNothingHappens() {
        long revision = committed(Transaction.on(SHARD).put(A, bytes("one")));
        var check = new Check.Absent(A);

        var outcome = store.commit(Transaction.on(SHARD)
                .check(new Check.Present(A))
                .check(check)
                .put(B, bytes("two"))
                .delete(A)
                .build());

        assertThat(outcome).isInstanceOf(CheckFailed.class);
        var failed = (CheckFailed) outcome;
        assertThat(failed.check()).isEqualTo(check);
        assertThat(failed.current().orElseThrow().value()).isEqualTo(bytes("one"));
        assertThat(failed.current().orElseThrow().revision()).isEqualTo(revision);
        assertThat(store.get(SHARD, A)).isPresent();
        assertThat(store.get(SHARD, B)).isEmpty();
        assertThat(store.revision(SHARD)).isEqualTo(revision);
    }

    @Test
    void eachKindOfCheckHoldsExactlyWhenItShould() {
        long revision = committed(Transaction.on(SHARD).put(A, bytes("one")));

        assertChecks(new Check.Absent(A), false);
        assertChecks(new Check.Absent(B), true);
        assertChecks(new Check.Present(A), true);
        assertChecks(new Check.Present(B), false);
        assertChecks(new Check.AtRevision(A, revision), true);
        assertChecks(new Check.AtRevision(A, revision - 1), false);
        assertChecks(new Check.AtRevision(A, 0), false);
        assertChecks(new Check.AtRevision(B, 0), true);
        assertChecks(new Check.AtRevision(B, revision), false);
        assertChecks(new Check.ValueEquals(A, bytes("one")), true);
        assertChecks(new Check.ValueEquals(A, bytes("on")), false);
        assertChecks(new Check.ValueEquals(B, bytes("")), false);
    }

    private void assertChecks(Check check, boolean holds) {
        long before = store.revision(SHARD);
        var outcome = store.commit(Transaction.on(SHARD).check(check).build());
        assertThat(outcome).as(check.toString()).isInstanceOf(holds ? Committed.class : CheckFailed.class);
        assertThat(store.revision(SHARD)).isEqualTo(before);
    }

    @Test
    void countersAddUpFromZeroAndGrowWithTheirDeltas() {
        committed(Transaction.on(SHARD).add(A, 5));
        committed(Transaction.on(SHARD).add(A, -2, 7));
        committed(Transaction.on(SHARD).add(A, 1));

        assertThat(counters(A)).containsExactly(4, 7);
    }

    @Test
    void aCounterIsCheckedAfterTheTransactionsOwnWrites() {
        committed(Transaction.on(SHARD).add(A, 1, 90));

        assertThat(commit(limited(10))).isInstanceOf(Committed.class);
        assertThat(commit(limited(1))).isInstanceOf(CheckFailed.class);
        assertThat(counters(A)).containsExactly(1, 100);
        assertChecks(new Check.CounterAtMost(A, 1, 100), true);
        assertChecks(new Check.CounterAtMost(A, 1, 99), false);
        assertChecks(new Check.CounterAtMost(A, 2, 0), true);
        assertChecks(new Check.CounterAtMost(B, 0, -1), false);
        assertThat(commit(Transaction.on(SHARD)
                        .check(new Check.CounterAtMost(A, 1, 0))
                        .delete(A)))
                .isInstanceOf(Committed.class);
    }

    private static Transaction.Builder limited(long delta) {
        return Transaction.on(SHARD).check(new Check.CounterAtMost(A, 1, 100)).add(A, 0, delta);
    }

    @Test
    void anAdditionThatCannotBeDoneThrowsAndNothingHappens() {
        committed(Transaction.on(SHARD).add(A, Long.MAX_VALUE).put(B, bytes("text")));

        assertThatThrownBy(() -> commit(
                        Transaction.on(SHARD).put(RowKey.of("c"), bytes("c")).add(A, 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> commit(Transaction.on(SHARD).add(B, 1))).isInstanceOf(ArithmeticException.class);
        assertThat(counters(A)).containsExactly(Long.MAX_VALUE);
        assertThat(store.get(SHARD, RowKey.of("c"))).isEmpty();
        committed(Transaction.on(SHARD).add(A, -1));
    }

    @Test
    void scansGiveARangeInOrderBothWaysUpToTheLimit() {
        for (var name : List.of("c", "a", "e", "b", "d"))
            committed(Transaction.on(SHARD).put(RowKey.of(name), bytes(name)));

        assertThat(names(SHARD, Scan.range(RowKey.of("b"), RowKey.of("e"), 10))).containsExactly("b", "c", "d");
        assertThat(names(SHARD, Scan.range(RowKey.of("b"), RowKey.of("e"), 2))).containsExactly("b", "c");
        assertThat(names(SHARD, reversed("b", "e", 10))).containsExactly("d", "c", "b");
        assertThat(names(SHARD, reversed("b", "e", 2))).containsExactly("d", "c");
        assertThat(names(SHARD, reversed("", "zz", 2))).containsExactly("e", "d");
        assertThat(names(SHARD, Scan.range(RowKey.of("d"), RowKey.of("b"), 10))).isEmpty();
        assertThat(names(SHARD, reversed("d", "b", 10))).isEmpty();
        assertThat(names(SHARD, Scan.range(RowKey.of("b"), RowKey.of("b"), 10))).isEmpty();
    }

    private static Scan reversed(String from, String end, int limit) {
        return new Scan(RowKey.of(from), RowKey.of(end), limit, true, Optional.empty());
    }

    @Test
    void keysAreOrderedAsUnsignedBytes() {
        var keys = List.of(
                RowKey.of(new byte[] {}),
                RowKey.of(new byte[] {0}),
                RowKey.of(new byte[] {0, (byte) 0xff}),
                RowKey.of(new byte[] {1}),
                RowKey.of(new byte[] {0x7f}),
                RowKey.of(new byte[] {(byte) 0x80}),
                RowKey.of(new byte[] {(byte) 0xff}),
                RowKey.of(new byte[] {(byte) 0xff, 0}));
        for (var key : keys.reversed()) committed(Transaction.on(SHARD).put(key, new byte[1]));

        var end = RowKey.of(new byte[] {(byte) 0xff, (byte) 0xff});
        var found = store.scan(SHARD, Scan.range(RowKey.of(""), end, 100));

        assertThat(found).extracting(ScanItem::key).isEqualTo(keys);
    }

    @Test
    void aFoldGivesOneItemForKeysThatSharePrefixAndDelimiter() {
        fill("f/a/1", "f/a/2", "f/b", "f/c/", "f/c/x/y", "f/d/1", "f/e", "g/1", "f");

        assertThat(names(SHARD, folded("f/", "f0", 10, false, "/")))
                .containsExactly("f/a/ …", "f/b", "f/c/ …", "f/d/ …", "f/e");
        assertThat(names(SHARD, folded("f/", "f0", 10, true, "/")))
                .containsExactly("f/e", "f/d/ …", "f/c/ …", "f/b", "f/a/ …");
        assertThat(names(SHARD, folded("f/", "f0", 3, false, "/"))).containsExactly("f/a/ …", "f/b", "f/c/ …");
        assertThat(names(SHARD, folded("f/", "f0", 3, true, "/"))).containsExactly("f/e", "f/d/ …", "f/c/ …");
        assertThat(names(SHARD, folded("f/a/2", "f/d/1", 9, false, "/"))).containsExactly("f/a/ …", "f/b", "f/c/ …");
        assertThat(names(SHARD, folded("f/a/2", "f/d/1", 9, true, "/"))).containsExactly("f/c/ …", "f/b", "f/a/ …");
        assertThat(names(SHARD, folded("f/a/3", "f/d/1", 9, true, "/"))).containsExactly("f/c/ …", "f/b");
    }

    @Test
    void aDelimiterMayBeLongAndLieAtTheFirstByteAfterThePrefix() {
        fill("p--1", "p--2", "p-3", "pq--4", "p-", "p");

        assertThat(names(SHARD, folded(1, "p", "q", 10, false, "--")))
                .containsExactly("p", "p-", "p-- …", "p-3", "pq-- …");
        assertThat(names(SHARD, folded(1, "p", "q", 10, true, "--")))
                .containsExactly("pq-- …", "p-3", "p-- …", "p-", "p");
        assertThat(names(SHARD, folded(2, "p", "q", 10, false, "--")))
                .containsExactly("p", "p-", "p--1", "p--2", "p-3", "pq-- …");
    }

    private void fill(String... names) {
        for (var name : names) committed(Transaction.on(SHARD).put(RowKey.of(name), bytes(name)));
    }

    private static Scan folded(String from, String end, int limit, boolean reverse, String delimiter) {
        return folded(2, from, end, limit, reverse, delimiter);
    }

    private static Scan folded(int prefix, String from, String end, int limit, boolean reverse, String delimiter) {
        var fold = new Scan.Fold(prefix, bytes(delimiter));
        return new Scan(RowKey.of(from), RowKey.of(end), limit, reverse, Optional.of(fold));
    }

    @Test
    void concurrentAdditionsAllCountAndConcurrentCreationsHaveOneWinner() throws Exception {
        var results = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) results.add(threads.submit(this::addAndCreate));
        }

        int winners = 0;
        for (var result : results) winners += result.get();
        assertThat(winners).isEqualTo(50);
        assertThat(counters(A)).containsExactly(16 * 50, 16 * 50 * 3);
    }

    private int addAndCreate() {
        int won = 0;
        for (int i = 0; i < 50; i++) {
            committed(Transaction.on(SHARD).add(A, 1, 3));
            var name = RowKey.of("new" + i);
            if (commit(Transaction.on(SHARD).check(new Check.Absent(name)).put(name, bytes("x"))) instanceof Committed)
                won++;
            assertThat(store.get(SHARD, name)).isPresent();
        }
        return won;
    }

    @Test
    void aScanAndAGetOfSeveralRowsSeeWholeTransactionsOnly() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> {
                for (int i = 1; i <= 300; i++)
                    committed(Transaction.on(SHARD).add(A, 1).add(B, 1));
            });
            while (!writer.isDone()) {
                var rows = store.get(SHARD, List.of(A, B));
                assertThat(rows.get(0).map(row -> counters(row.value())))
                        .isEqualTo(rows.get(1).map(row -> counters(row.value())));
                var items = store.scan(SHARD, Scan.range(A, RowKey.of("c"), 2));
                if (items.isEmpty()) continue;
                assertThat(items.get(0))
                        .extracting(
                                item -> counters(((ScanItem.Found) item).row().value()))
                        .isEqualTo(
                                counters(((ScanItem.Found) items.get(1)).row().value()));
            }
            writer.get();
        }
    }

    @Test
    void aWatchGivesTheWritesUnderItsPrefixInOrder() {
        committed(Transaction.on(SHARD).put(RowKey.of("p/0"), bytes("before")));
        long start = store.revision(SHARD);
        long first = committed(
                Transaction.on(SHARD).put(RowKey.of("p/1"), bytes("one")).put(RowKey.of("q"), bytes("other")));
        committed(Transaction.on(SHARD).put(RowKey.of("q/2"), bytes("other")));
        committed(Transaction.on(new ShardKey("elsewhere")).put(RowKey.of("p/1"), bytes("other")));
        long second = committed(Transaction.on(SHARD).delete(RowKey.of("p/1")).add(RowKey.of("p/n"), 4));

        try (var watch = store.watch(SHARD, RowKey.of("p/"), start)) {
            var commits = changes(watch, 2);

            assertThat(commits).extracting(Watch.Commit::revision).containsExactly(first, second);
            assertThat(commits).extracting(Watch.Commit::shard).containsOnly(SHARD);
            assertThat(commits.get(0).writes()).hasSize(1);
            var put = (Write.Put) commits.get(0).writes().getFirst();
            assertThat(put.key()).isEqualTo(RowKey.of("p/1"));
            assertThat(put.value()).isEqualTo(bytes("one"));
            assertThat(commits.get(1).writes().getFirst()).isEqualTo(new Write.Delete(RowKey.of("p/1")));
            assertThat(((Write.Add) commits.get(1).writes().get(1)).deltas()).containsExactly(4);
            assertThat(watch.next(Duration.ZERO)).isEqualTo(new WatchOutcome.Changes(List.of()));
        }
    }

    @Test
    void aWatchWakesForACommitThatComesLater() throws Exception {
        try (var watch = store.watch(SHARD, RowKey.of(""), store.revision(SHARD));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var seen = threads.submit(() -> changes(watch, 3));
            for (int i = 0; i < 3; i++) committed(Transaction.on(SHARD).put(A, bytes("" + i)));

            var values = seen.get().stream()
                    .map(commit -> (Write.Put) commit.writes().getFirst());
            assertThat(values.map(put -> new String(put.value(), UTF_8))).containsExactly("0", "1", "2");
        }
    }

    private static List<Watch.Commit> changes(Watch watch, int count) {
        var commits = new ArrayList<Watch.Commit>();
        while (commits.size() < count) {
            var outcome = watch.next(Duration.ofSeconds(20));
            assertThat(outcome).isInstanceOf(WatchOutcome.Changes.class);
            var some = ((WatchOutcome.Changes) outcome).commits();
            assertThat(some).as("changes after %s", commits).isNotEmpty();
            commits.addAll(some);
        }
        return commits;
    }

    @Test
    void shardKeysThatHoldRowsAreFoundInPages() {
        var expected = new ArrayList<ShardKey>();
        for (int i = 0; i < 40; i++) {
            var shard = new ShardKey("account/" + i);
            expected.add(shard);
            committed(Transaction.on(shard).put(A, bytes("x")).put(B, bytes("y")));
        }
        committed(Transaction.on(new ShardKey("bucket/1")).put(A, bytes("x")));
        committed(Transaction.on(new ShardKey("account/gone")).put(A, bytes("x")));
        committed(Transaction.on(new ShardKey("account/gone")).delete(A));

        var found = new ArrayList<ShardKey>();
        var page = store.shardKeys("account/", Optional.empty(), 7);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            found.addAll(page);
            page = store.shardKeys("account/", Optional.of(page.getLast()), 7);
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aBackupHoldsWhatWasThereAndNothingOfLater() {
        long revision = committed(Transaction.on(SHARD).put(A, bytes("one")).add(B, 3));
        var backup = folder.resolve("backup");

        store.backup(backup);
        committed(Transaction.on(SHARD).put(A, bytes("later")));

        try (var copy = openBackup(backup)) {
            assertThat(copy.get(SHARD, A).orElseThrow().value()).isEqualTo(bytes("one"));
            assertThat(copy.get(SHARD, B).orElseThrow().revision()).isEqualTo(revision);
            assertThat(copy.commit(Transaction.on(SHARD).put(A, bytes("two")).build()))
                    .isEqualTo(new Committed(copy.revision(SHARD)));
            assertThat(copy.revision(SHARD)).isGreaterThan(revision);
        }
    }

    @Test
    void aTransactionThatWritesAKeyTwiceIsNone() {
        assertThatThrownBy(
                        () -> Transaction.on(SHARD).put(A, bytes("x")).delete(A).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedStoreRefusesCommitsAndReads() {
        store.close();

        assertThat(commit(Transaction.on(SHARD).put(A, bytes("x")))).isEqualTo(new Refused(Reason.UNAVAILABLE));
        assertThatThrownBy(() -> store.get(SHARD, A)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.scan(SHARD, Scan.range(A, B, 1))).isInstanceOf(IllegalStateException.class);
    }

    protected final long committed(Transaction.Builder transaction) {
        var outcome = commit(transaction);
        assertThat(outcome).isInstanceOf(Committed.class);
        return ((Committed) outcome).revision();
    }

    private CommitOutcome commit(Transaction.Builder transaction) {
        return store.commit(transaction.build());
    }

    private long[] counters(RowKey key) {
        var longs = counters(store.get(SHARD, key).orElseThrow().value());
        return longs.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<Long> counters(byte[] value) {
        var longs = new ArrayList<Long>();
        for (var buffer = ByteBuffer.wrap(value); buffer.hasRemaining(); ) longs.add(buffer.getLong());
        return longs;
    }

    /// The keys of a scan as text, folded ones with an ellipsis.
    private List<String> names(ShardKey shard, Scan scan) {
        return store.scan(shard, scan).stream()
                .map(item -> item.key().text(0) + (item instanceof ScanItem.Folded ? " …" : ""))
                .toList();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
