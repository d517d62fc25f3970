package torc.objectserver.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.common.id.Ids;

class PolicyIdsTest {
    private final Ids ids = new Ids(new Random(1));

    @Test
    void anIdTellsThePolicyThatItWasDrawnFor() {
        for (var policy = 0; policy < PolicyIds.MOST_POLICIES; policy++) {
            var id = PolicyIds.draw(ids, policy);

            assertThat(PolicyIds.policy(id)).isEqualTo(policy);
            assertThat(PolicyIds.blob(id)).isEqualTo(id);
        }
    }

    @Test
    void recordsThatDifferInTheIndexBelongToOneBlob() {
        var id = PolicyIds.draw(ids, 7);

        for (var index = 0; index < 40; index++) {
            var record = new Id128(id.high(), id.low() | index);
            assertThat(PolicyIds.blob(record)).isEqualTo(id);
            assertThat(PolicyIds.policy(record)).isEqualTo(7);
        }
    }

    @Test
    void idsOfTheFirstPolicyAreLeftAsTheyAre() {
        var id = new Id128(5, 0xfff);

        assertThat(PolicyIds.policy(id)).isZero();
        assertThat(PolicyIds.blob(id)).isEqualTo(id);
    }

    @Test
    void theMarkIsAsTheFormatSays() {
        var id = PolicyIds.draw(new Ids(new Random(1)), 1);

        assertThat(id.low() & 0xfff_ffff_ffffL).isEqualTo(0x746_f726_3040L);
    }

    @Test
    void thereAreSixtyFourPolicies() {
        assertThatThrownBy(() -> PolicyIds.draw(ids, 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PolicyIds.draw(ids, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
