package torc.objectserver.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import torc.objectserver.device.DeviceUnavailable;

class LeftAloneTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5 * SECOND);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final LeftAlone guard = new LeftAlone("n2/d0", now::get);

    private int ask(long lastsNanos, boolean answers) {
        return guard.call(
                () -> {
                    now.addAndGet(lastsNanos);
                    if (!answers) {
                        refused.incrementAndGet();
                        throw new DeviceUnavailable("n2/d0", "no answer");
                    }
                    return asked.incrementAndGet();
                },
                () -> {},
                _ -> {});
    }

    @Test
    void aNodeThatHangsCostsOneCallsPatienceAndNotOneForEachBlob() {
        assertThat(ask(0, true)).isEqualTo(1);
        assertThatThrownBy(() -> ask(15 * SECOND, false)).isInstanceOf(DeviceUnavailable.class);
        var then = now.get();

        for (var blob = 0; blob < 100; blob++)
            assertThatThrownBy(() -> ask(15 * SECOND, false)).isInstanceOf(DeviceUnavailable.class);
        assertThat(now).hasValue(then);

        now.addAndGet(10 * SECOND);
        assertThat(ask(0, true)).isEqualTo(2);
    }

    @Test
    void anAnswerThatComesIsTakenHoweverLongItTook() {
        assertThat(ask(15 * SECOND, true)).isEqualTo(1);
        assertThat(ask(0, true)).isEqualTo(2);
    }

    @Test
    void aRefusalOrTwoAreNoReasonToLeaveADeviceAlone() {
        for (var round = 0; round < 10; round++) {
            assertThatThrownBy(() -> ask(SECOND / 10, false)).isInstanceOf(DeviceUnavailable.class);
            assertThatThrownBy(() -> ask(SECOND / 10, false)).isInstanceOf(DeviceUnavailable.class);
            assertThat(ask(0, true)).isEqualTo(round + 1);
        }
    }

    @Test
    void aNodeThatRefusesConnectionsIsTriedOnceASecondAndNotOnceForEachBlob() {
        for (var blob = 0; blob < 1000; blob++) {
            assertThatThrownBy(() -> ask(0, false)).isInstanceOf(DeviceUnavailable.class);
            now.addAndGet(SECOND / 100);
        }

        assertThat(refused).satisfies(times -> assertThat(times.get()).isBetween(10, 13));
    }

    @Test
    void aNodeThatIsBackIsAskedAgainWithinASecond() {
        for (var blob = 0; blob < 3; blob++)
            assertThatThrownBy(() -> ask(0, false)).isInstanceOf(DeviceUnavailable.class);
        assertThatThrownBy(() -> ask(0, true)).isInstanceOf(DeviceUnavailable.class);

        now.addAndGet(SECOND);

        assertThat(ask(0, true)).isEqualTo(1);
        assertThat(ask(0, true)).isEqualTo(2);
    }

    @Test
    void whatWasTakenIsGivenBackAlsoWhileTheDeviceIsLeftAlone() {
        assertThatThrownBy(() -> ask(15 * SECOND, false)).isInstanceOf(DeviceUnavailable.class);

        guard.end(asked::incrementAndGet);

        assertThat(asked).hasValue(1);
    }
}
