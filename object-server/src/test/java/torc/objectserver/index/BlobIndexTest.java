package torc.objectserver.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobIndexTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void aFlushThatComesLateDoesNotTurnTheSequenceBack() {
        try (var index = BlobIndex.open(folder)) {
            index.flush(Map.of(1, 4096L), 10);
            index.flush(Map.of(1, 8192L), 7);

            assertThat(index.sequence()).isEqualTo(10);
            index.flush(Map.of(), 11);
            assertThat(index.sequence()).isEqualTo(11);
        }
    }
}
