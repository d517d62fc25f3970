package torc.common.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final List<String> stopped = new ArrayList<>();
    private final Lifecycle lifecycle = new Lifecycle();

    @Test
    void partsStopInTheOppositeOrderAlsoPastOneThatFails() {
        lifecycle.started("first", grace -> stopped.add("first"));
        lifecycle.started("second", grace -> {
            throw new IllegalStateException("stuck");
        });
        lifecycle.started("third", grace -> stopped.add("third " + grace.toSeconds()));

        assertThat(lifecycle.stop(Duration.ofSeconds(3))).isFalse();
        assertThat(stopped).containsExactly("third 3", "first");
    }

    @Test
    void stoppingTwiceStopsOnce() {
        lifecycle.started("part", grace -> stopped.add("part"));

        assertThat(lifecycle.stop(Duration.ZERO)).isTrue();
        assertThat(lifecycle.stop(Duration.ZERO)).isTrue();
        assertThat(stopped).containsExactly("part");
    }
}
