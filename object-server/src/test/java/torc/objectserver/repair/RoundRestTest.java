package torc.objectserver.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundRestTest {
    private final RoundRest rest = new RoundRest(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private long after(boolean found, boolean done) {
        rest.ended(found, done);
        return rest.get().toMillis();
    }

    @Test
    void itIsLongWhereNothingIsToBeDoneAndShortWhereWorkIsDone() {
        assertThat(after(false, false)).isEqualTo(30_000);
        assertThat(after(true, true)).isEqualTo(5_000);
        assertThat(after(true, true)).isEqualTo(5_000);
        assertThat(after(false, false)).isEqualTo(30_000);
    }

    @Test
    void itGrowsWhileNothingGetsDoneAndNeverPastTheLongOne() {
        var all = new ArrayList<Long>();
        for (int i = 0; i < 6; i++) all.add(after(true, false));

        assertThat(all).isEqualTo(List.of(5_000L, 10_000L, 20_000L, 29_999L, 29_999L, 29_999L));
        assertThat(after(true, true)).isEqualTo(5_000);
    }
}
