package torc.tools.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The checker against histories that are right by construction, against the same with one lie in them, and
/// against a
/// search that tries everything.
class LinearizabilityPropertyTest {
    private final Linearizability checker = new Linearizability();

    @Property(tries = 400)
    void whatOneStoreDidIsLinearizable(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int clients,
            @ForAll @IntRange(max = 300) int count) {
        var history = new Histories(seed, clients, 0.04).of("k", count);

        assertThat(checker.judge(history)).isInstanceOf(Judgement.Linearizable.class);
    }

    @Property(tries = 400)
    void aReadOfWhatNobodyWroteIsCaught(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int clients) {
        var history = new ArrayList<>(new Histories(seed, clients, 0.03).of("k", 120));
        var at = indexOfARead(history, new SplittableRandom(seed));
        Assume.that(at >= 0);

        history.set(at, with(history.get(at), new Step.Saw(Mark.of(999_999, 3))));

        assertThat(checker.judge(history)).isInstanceOf(Judgement.Violation.class);
    }

    @Property(tries = 200)
    void aLostWriteIsCaughtHoweverMuchHappenedBefore(@ForAll long seed, @ForAll @IntRange(max = 3) int late) {
        var history = new ArrayList<>(new Histories(seed, 6, 0).of("k", 100));
        var end = 1 + history.stream().mapToLong(Operation::returned).max().orElse(0);
        // All were answered: one that was not could happen late and take the write away.
        history.add(operation(new Step.Put(Mark.of(500_001, 1)), end, end + 1));
        for (int i = 0; i < late; i++) history.add(operation(new Step.Saw(Mark.of(500_001, 1)), end + 2, end + 3));

        history.add(operation(new Step.Saw(Mark.ABSENT), end + 4, end + 5));

        assertThat(checker.judge(history)).isInstanceOf(Judgement.Violation.class);
    }

    @Property(tries = 1500)
    void aSmallHistoryIsJudgedAsASearchOfAllOrdersJudgesIt(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var history = new ArrayList<>(new Histories(seed, 3, 0.2).of("k", 6));
        // Half of them with a read of another value that somebody did write, or of nothing.
        var at = indexOfARead(history, random);
        if (at >= 0 && random.nextBoolean()) {
            var other = history.get(random.nextInt(history.size()));
            var value = other.step() instanceof Step.Put(var written) ? written : Mark.ABSENT;
            history.set(at, with(history.get(at), new Step.Saw(value)));
        }

        var isLinearizable = checker.judge(history) instanceof Judgement.Linearizable;

        assertThat(isLinearizable).isEqualTo(AllOrders.allow(history));
    }

    private static int indexOfARead(List<Operation> history, SplittableRandom random) {
        var start = history.isEmpty() ? 0 : random.nextInt(history.size());
        for (int i = 0; i < history.size(); i++) {
            var at = (start + i) % history.size();
            if (history.get(at).step().looks()) return at;
        }
        return -1;
    }

    private static Operation with(Operation each, Step step) {
        return new Operation(
                each.client(),
                each.node(),
                each.dialect(),
                each.key(),
                step,
                Outcome.KNOWN,
                each.invoked(),
                each.returned(),
                "");
    }

    private static Operation operation(Step step, long invoked, long returned) {
        return new Operation(0, 0, "test", "k", step, Outcome.KNOWN, invoked, returned, "");
    }
}
