package torc.ring.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract too, so that what is tested with it holds for an engine.
final class FakeMetadataStoreTest extends MetadataStoreContract {
    @Override
    protected MetadataStore create() {
        return new FakeMetadataStore();
    }

    @Override
    protected MetadataStore openBackup(Path backup) {
        return FakeMetadataStore.open(backup);
    }

    @Test
    void aWatchThatAsksForMoreThanIsKeptIsToldSo() {
        try (var small = new FakeMetadataStore(2)) {
            for (int i = 0; i < 4; i++)
                small.commit(
                        Transaction.on(SHARD).put(RowKey.of("k"), bytes("" + i)).build());

            assertThat(small.watch(SHARD, RowKey.of(""), 0).next(Duration.ZERO))
                    .isEqualTo(new Watch.WatchOutcome.Compacted(2));
            var changes = (Watch.WatchOutcome.Changes)
                    small.watch(SHARD, RowKey.of(""), 2).next(Duration.ZERO);
            assertThat(changes.commits()).hasSize(2);
        }
    }
}
