package torc.ring.metadata.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;
import torc.ring.metadata.OtherRelease;

class StateFormatTest {
    private static final StateConfig CONFIG = new StateConfig(1 << 20, 1 << 20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void d18_aStateWithoutAFormatIsReadAndOneOfALaterReleaseIsRefusedWithAReason() throws Exception {
        var place = folder.resolve("state");
        State.create(place, CONFIG).close();
        try (var state = State.open(place, CONFIG);
                var batch = new WriteBatch()) {
            assertThat(state.applied()).isZero();
            batch.put(StateKeys.FORMAT, new byte[] {2});
            state.write(batch);
            state.flush();
        }

        assertThatThrownBy(() -> State.open(place, CONFIG))
                .isInstanceOf(OtherRelease.class)
                .hasMessageContaining("has format 2, this program knows formats 1-1");
    }
}
