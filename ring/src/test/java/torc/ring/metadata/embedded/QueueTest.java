package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.log.FaultDisk;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.CommitOutcome.Refused;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// What happens to transactions while the disk is slow.
final class QueueTest {
    private static final ShardKey SHARD = new ShardKey("queue");
    private static final int LARGE = 1 << 20;
    private static final int MORE_THAN_FIT = 100;

    @TempDir
    private Path folder;

    @Test
    void whatWaitsIsBoundedInBytesAndTheRestIsRefusedAtOnce() throws Exception {
        var disk = new FaultDisk();
        var until = new CountDownLatch(1);
        var config = TestWorld.small(List.of(folder.resolve("device")));
        try (var store = EmbeddedMetadataStore.open(config, TestWorld.on(disk));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            disk.hangSyncs(until, _ -> true);
            var refused = new CountDownLatch(MORE_THAN_FIT - (64 << 20) / LARGE - 10);
            var outcomes = IntStream.range(0, MORE_THAN_FIT)
                    .mapToObj(number -> callers.submit(() -> {
                        var outcome = store.commit(large(number));
                        if (outcome.equals(new Refused(Reason.BUSY))) refused.countDown();
                        return outcome;
                    }))
                    .toList();
            assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
            until.countDown();
            int committed = 0;
            for (var outcome : outcomes) {
                CommitOutcome given = outcome.get(30, TimeUnit.SECONDS);
                if (given instanceof Committed) committed++;
                else assertThat(given).isEqualTo(new Refused(Reason.BUSY));
            }
            assertThat(committed).isBetween(50, 75);
            assertThat(store.commit(large(MORE_THAN_FIT))).isInstanceOf(Committed.class);
        } finally {
            until.countDown();
        }
    }

    private static Transaction large(int number) {
        return Transaction.on(SHARD)
                .put(RowKey.of("row " + number), new byte[LARGE])
                .build();
    }
}
