package torc.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The simulator repeats itself, finds nothing in the product, and finds what was planted.
final class SimulateTest {
    private static final int SEEDS = 12;

    /// Within so many seeds each planted bug shows.
    private static final int SEEDS_TO_FIND = 20;

    @Test
    void f30_aSeedRepeatsStepByStepAndNothingIsLostWrongOrLeftOver() throws Exception {
        var first = new Workers(1, Planted.NONE, _ -> {}).run(1, SEEDS, false);
        var again = new Workers(2, Planted.NONE, _ -> {}).run(1, SEEDS, false);

        assertThat(again).isEqualTo(first);
        assertThat(first).allSatisfy(line -> assertThat(line.violations()).isEmpty());
        assertThat(first).allSatisfy(line -> assertThat(line.operations()).isGreaterThan(50));
        assertThat(first.stream().map(Line::trace).distinct()).hasSize(SEEDS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void f30_aPlantedBugIsFound(Planted planted) throws Exception {
        var lines = new Workers(1, planted, _ -> {}).run(1, SEEDS_TO_FIND, false);

        assertThat(lines.stream().map(Line::violations).filter(found -> !found.isEmpty()))
                .isNotEmpty();
        assertThat(List.copyOf(lines)).hasSize(SEEDS_TO_FIND);
    }
}
