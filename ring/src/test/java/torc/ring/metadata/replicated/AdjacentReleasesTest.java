package torc.ring.metadata.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.version.VersionRange;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Members of two releases keep one log, and a member never guesses at an entry of a release that it does not
/// know.
final class AdjacentReleasesTest {
    private static final int THIS = TransactionCodec.FORMATS.newest();
    private static final VersionRange NEXT_RELEASE = new VersionRange(THIS, THIS + 1);
    private static final ShardKey SHARD = new ShardKey("s");

    @TempDir
    private Path folder;

    @Test
    void d18_membersOfThisReleaseAndTheNextWorkTogetherUntilAllAreOfTheNext() throws Exception {
        try (var group = new TestGroup(folder, 3, 1000, Map.of(0, NEXT_RELEASE, 1, NEXT_RELEASE))) {
            for (int member = 0; member < 3; member++) put(group.store(member), "a" + member);
            for (int member = 0; member < 3; member++)
                assertThat(has(group.store(member), "a0", "a1", "a2")).isTrue();
        }
        var all = Map.of(0, NEXT_RELEASE, 1, NEXT_RELEASE, 2, NEXT_RELEASE);
        try (var group = new TestGroup(folder.resolve("next"), 3, 1000, all)) {
            put(group.store(0), "before");
            for (int member = 0; member < 3; member++) group.store(member).write(THIS + 1);
            for (int member = 0; member < 3; member++) put(group.store(member), "a" + member);
            for (int member = 0; member < 3; member++)
                assertThat(has(group.store(member), "before", "a0", "a1", "a2")).isTrue();
        }
    }

    @Test
    void d18_aMemberThatMeetsAnEntryOfALaterReleaseSaysWhyItTakesNoPartAndTheOthersGoOn() throws Exception {
        var formats = Map.of(0, NEXT_RELEASE, 1, NEXT_RELEASE);
        try (var group = new TestGroup(folder, 3, 1000, formats)) {
            put(group.store(0), "a");
            assertThat(has(group.store(2), "a")).isTrue();
            group.store(0).write(THIS + 1);
            group.store(1).write(THIS + 1);

            put(group.store(0), "b");

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            has(group.store(2), "b");
                            Thread.sleep(10);
                        }
                    })
                    .isInstanceOf(MetadataUnavailable.class)
                    .hasMessageContaining("has format " + (THIS + 1))
                    .hasMessageContaining("this program knows formats " + TransactionCodec.FORMATS.text());
            put(group.store(1), "c");
            assertThat(has(group.store(0), "a", "b", "c")).isTrue();
        }
    }

    @Test
    void noFormatIsWrittenThatThisProgramDoesNotKnow() throws Exception {
        try (var group = new TestGroup(folder, 1, 1000)) {
            assertThatThrownBy(() -> group.store(0).write(THIS + 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// A store that has just lost its leader may have to be asked again.
    private static void put(MetadataStore store, String key) throws InterruptedException {
        var transaction =
                Transaction.on(SHARD).put(RowKey.of(key), new byte[] {1}).build();
        for (int i = 0; i < 20; i++) {
            if (store.commit(transaction) instanceof CommitOutcome.Committed) return;
            Thread.sleep(100);
        }
        throw new AssertionError("not committed: " + key);
    }

    private static boolean has(MetadataStore store, String... keys) {
        for (var key : keys) if (store.get(SHARD, RowKey.of(key)).isEmpty()) return false;
        return true;
    }
}
