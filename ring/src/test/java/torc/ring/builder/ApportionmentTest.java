package torc.ring.builder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApportionmentTest {
    private static final double[] CLAIMS = {1.5, 3.4, 7.1};
    private static final double[] NO_ERROR = new double[3];

    @Test
    void ofClaimsThatMayGoEitherWayThoseGoUpThatHoldMoreNow() {
        var rounded = Apportionment.round(12, CLAIMS, new int[] {1, 3, 8}, NO_ERROR, new double[] {0.3, 0.2, 0.1}, 0.3);

        assertThat(rounded).containsExactly(1, 3, 8);
    }

    @Test
    void noClaimIsRoundedBeyondTheLimitForTheSakeOfWhatIsHeld() {
        var rounded = Apportionment.round(12, CLAIMS, new int[] {1, 3, 8}, NO_ERROR, new double[] {0.1, 0.2, 0.3}, 0.2);

        assertThat(rounded).containsExactly(2, 3, 7);
    }

    @Test
    void theWorstErrorIsAsSmallAsCanBe() {
        var rounded = Apportionment.round(
                12, CLAIMS, new int[] {1, 3, 8}, new double[] {0.4, 0.1, 0.1}, new double[] {0.1, 0.3, 0.3}, 0);

        assertThat(rounded).containsExactly(2, 3, 7);
    }
}
