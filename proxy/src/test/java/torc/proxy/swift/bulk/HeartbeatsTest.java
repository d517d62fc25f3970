package torc.proxy.swift.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torc.common.stream.ByteSource;
import torc.proxy.objects.Bodies;

@Timeout(20)
final class HeartbeatsTest {
    private Instant now = Instant.EPOCH;

    /// So many steps, each of which takes so long.
    private final class Slow implements HeartbeatSource.Work {
        private final Duration each;
        private int left;
        private boolean closed;

        Slow(int steps, Duration each) {
            this.left = steps;
            this.each = each;
        }

        @Override
        public boolean step() {
            now = now.plus(each);
            return --left > 0;
        }

        @Override
        public byte[] report() {
            return "done".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static String text(ByteSource source) {
        return new String(Bodies.readAll(source), StandardCharsets.US_ASCII);
    }

    @Test
    void whatIsSoonDoneIsToldWithoutSpaces() {
        var work = new Slow(5, Duration.ofSeconds(1));
        assertThat(text(HeartbeatSource.ifLong(work, () -> now))).isEqualTo("done");
        assertThat(work.closed).isTrue();
    }

    @Test
    void whatTakesLongShowsThatItLives() {
        assertThat(text(HeartbeatSource.ifLong(new Slow(10, Duration.ofSeconds(4)), () -> now)))
                .isEqualTo("   \r\n\r\ndone");
    }

    @Test
    void whoAsksForSignsOfLifeHasOneAtOnce() {
        assertThat(text(HeartbeatSource.atOnce(new Slow(1, Duration.ZERO), () -> now)))
                .isEqualTo(" \r\n\r\ndone");
    }

    @Test
    void workWithoutStepsIsWaitedForOnAnotherThread() {
        var go = new CountDownLatch(1);
        var source = new WaitingSource(
                () -> {
                    go.await();
                    return "done".getBytes(StandardCharsets.US_ASCII);
                },
                Duration.ofMillis(5));
        for (int i = 0; i < 3; i++) assertThat(next(source)).isEqualTo(" ");
        go.countDown();
        assertThat(text(source).strip()).isEqualTo("done");
    }

    private static String next(ByteSource source) {
        var chunk = java.util.Objects.requireNonNull(source.next());
        var text = StandardCharsets.US_ASCII.decode(chunk.bytes()).toString();
        chunk.release();
        return text;
    }

    @Test
    void workThatFailsBreaksTheAnswerOff() {
        var source = new WaitingSource(
                () -> {
                    throw new IllegalArgumentException();
                },
                Duration.ofSeconds(10));
        assertThat(next(source)).isEqualTo(" ");
        assertThatThrownBy(source::next).isInstanceOf(IllegalStateException.class);
        source.close();
    }
}
