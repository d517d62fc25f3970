package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome.CheckFailed;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Histories of many threads on one row. All writes are compare-and-set, so their revisions are the one order
/// in which they can have happened; each operation has to stand in it at a moment between its call and its
/// answer.
final class LinearizabilityTest {
    private static final ShardKey SHARD = new ShardKey("container/one");
    private static final RowKey ROW = RowKey.of("row");

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong();

    /// An operation that saw, or made, the row's revision.
    private record Operation(long called, long answered, long revision, boolean write) {}

    @Test
    void everyReadAndWriteStandsInOneOrderThatAgreesWithTime() throws Exception {
        var operations = new ArrayList<Operation>();
        try (var store = EmbeddedMetadataStore.open(
                        TestWorld.small(List.of(folder.resolve("a"), folder.resolve("b"))), TestWorld.real());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<List<Operation>>>();
            for (int i = 0; i < 4; i++) tasks.add(() -> write(store));
            for (int i = 0; i < 4; i++) tasks.add(() -> read(store));
            for (var done : threads.invokeAll(tasks)) operations.addAll(done.get());
        }

        requireOneOrder(operations);
        assertThat(operations.stream().filter(Operation::write).count()).isGreaterThan(100);
    }

    /// No operation may see less than what was answered before it was called.
    private static void requireOneOrder(List<Operation> operations) {
        var byCall = operations.stream()
                .sorted(java.util.Comparator.comparingLong(Operation::called))
                .toList();
        var byAnswer = operations.stream()
                .sorted(java.util.Comparator.comparingLong(Operation::answered))
                .toList();
        long seen = 0;
        int next = 0;
        for (var operation : byCall) {
            for (; byAnswer.get(next).answered() < operation.called(); next++)
                seen = Math.max(seen, byAnswer.get(next).revision());
            assertThat(operation.revision()).isGreaterThanOrEqualTo(seen);
            if (operation.write()) assertThat(operation.revision()).isNotEqualTo(seen);
        }
        requireReadsAfterTheirWrites(operations);
    }

    private static void requireReadsAfterTheirWrites(List<Operation> operations) {
        var called = new java.util.HashMap<Long, Long>();
        for (var operation : operations)
            if (operation.write())
                assertThat(called.put(operation.revision(), operation.called())).isNull();
        for (var operation : operations)
            if (!operation.write() && operation.revision() > 0)
                assertThat(operation.answered()).isGreaterThan(called.get(operation.revision()));
    }

    private List<Operation> write(EmbeddedMetadataStore store) {
        var done = new ArrayList<Operation>();
        long known = 0;
        for (int i = 0; i < 200; i++) {
            long called = clock.incrementAndGet();
            var outcome = store.commit(Transaction.on(SHARD)
                    .check(new Check.AtRevision(ROW, known))
                    .put(ROW, new byte[100])
                    .build());
            long answered = clock.incrementAndGet();
            switch (outcome) {
                case Committed(long revision) -> {
                    known = revision;
                    done.add(new Operation(called, answered, revision, true));
                }
                case CheckFailed failed -> {
                    known = failed.current().orElseThrow().revision();
                    done.add(new Operation(called, answered, known, false));
                }
                default -> throw new AssertionError(outcome);
            }
        }
        return done;
    }

    private List<Operation> read(EmbeddedMetadataStore store) {
        var done = new ArrayList<Operation>();
        for (int i = 0; i < 3000; i++) {
            long called = clock.incrementAndGet();
            var row = store.get(SHARD, ROW);
            done.add(new Operation(
                    called,
                    clock.incrementAndGet(),
                    row.map(found -> found.revision()).orElse(0L),
                    false));
        }
        return done;
    }
}
