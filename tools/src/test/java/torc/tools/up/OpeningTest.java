package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void partsAreOpenedSideBySide() {
        var both = new CountDownLatch(2);
        var first = Opening.begin(THREADS, () -> meet(both));
        var second = Opening.begin(THREADS, () -> meet(both));

        assertThat(first.await()).isNotSameAs(second.await());
    }

    @Test
    void whatNobodyHasWaitedForIsClosedToo() throws Exception {
        var opening = Opening.begin(THREADS, this::part);

        opening.close();

        assertThat(closed).hasValue(1);
    }

    @Test
    void aFailureIsThrownAsItIsAndLeavesNothingToClose() throws Exception {
        var opening = Opening.<AutoCloseable>begin(THREADS, () -> {
            throw new UnsupportedOperationException("no such disk");
        });

        assertThatThrownBy(opening::await)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no such disk");
        opening.close();
    }

    private AutoCloseable part() {
        return closed::incrementAndGet;
    }

    private AutoCloseable meet(CountDownLatch all) throws InterruptedException {
        all.countDown();
        if (!all.await(10, TimeUnit.SECONDS)) throw new IllegalStateException("the other is not opened");
        return part();
    }
}
