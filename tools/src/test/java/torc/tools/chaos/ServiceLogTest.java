package torc.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceLogTest {
    private static final long MILLI = 1_000_000;

    @Test
    void theLongestGapIsBetweenTwoSuccessesOfAnyClientAndBelongsToThePhaseInWhichItEnds() {
        var log = new ServiceLog("calm", 0);
        log.success(0, 10 * MILLI);
        log.enter("kill", 15 * MILLI);
        log.success(20 * MILLI, 510 * MILLI);
        log.success(500 * MILLI, 505 * MILLI);
        log.failure("status 503");
        log.success(600 * MILLI, 610 * MILLI);

        assertThat(log.longestGapMillis()).isEqualTo(500);
        assertThat(log.longestGapIn()).isEqualTo("kill");
        assertThat(log.errors()).isEqualTo(1);
        assertThat(log.requests()).isEqualTo(4);
        assertThat(log.figures()).extracting(ServiceLog.Figures::phase).containsExactly("calm", "kill");
    }

    @Test
    void aGapThatReachesIntoTheCalmAfterAFaultIsTheFaults() {
        var log = new ServiceLog(ServiceLog.CALM, 0);
        log.success(0, 10 * MILLI);
        log.enter("kill-all", 20 * MILLI);
        log.enter(ServiceLog.CALM, 900 * MILLI);

        log.success(910 * MILLI, 920 * MILLI);

        assertThat(log.longestGapIn()).isEqualTo("kill-all");
    }

    @Test
    void silenceAtTheEndOfTheLoadIsAGapToo() {
        var log = new ServiceLog("calm", 0);
        log.success(0, 10 * MILLI);

        log.end(3_010 * MILLI);

        assertThat(log.longestGapMillis()).isEqualTo(3_000);
    }
}
