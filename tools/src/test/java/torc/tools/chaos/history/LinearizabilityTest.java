package torc.tools.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearizabilityTest {
    private static final long A = Mark.of(1, 10);
    private static final long B = Mark.of(2, 20);

    private final Linearizability checker = new Linearizability();

    private static Operation known(Step step, long invoked, long returned) {
        return new Operation(0, 0, "s3", "k", step, Outcome.KNOWN, invoked, returned, "");
    }

    private static Operation unknown(Step step, long invoked) {
        return new Operation(1, 0, "s3", "k", step, Outcome.UNKNOWN, invoked, invoked + 1, "");
    }

    private void assertRight(Operation... history) {
        assertThat(checker.judge(List.of(history))).isInstanceOf(Judgement.Linearizable.class);
    }

    private void assertWrong(Operation... history) {
        assertThat(checker.judge(List.of(history))).isInstanceOf(Judgement.Violation.class);
    }

    @Test
    void aReadSeesTheLastWriteOrOneThatGoesOnMeanwhile() {
        assertRight(known(new Step.Put(A), 0, 10), known(new Step.Put(B), 20, 40), known(new Step.Saw(A), 25, 30));
        assertRight(known(new Step.Put(A), 0, 10), known(new Step.Put(B), 20, 40), known(new Step.Saw(B), 25, 30));
        assertWrong(known(new Step.Put(A), 0, 10), known(new Step.Put(B), 20, 22), known(new Step.Saw(A), 25, 30));
    }

    @Test
    void whatWasReadOnceIsNotUnread() {
        assertWrong(
                known(new Step.Put(A), 0, 10),
                known(new Step.Put(B), 20, 90),
                known(new Step.Saw(B), 25, 30),
                known(new Step.Saw(A), 35, 40));
    }

    @Test
    void aWriteThatWasNotAnsweredMayHappenLateOnceOrNever() {
        assertRight(known(new Step.Put(A), 0, 1), unknown(new Step.Put(B), 5), known(new Step.Saw(A), 10, 11));
        assertRight(
                known(new Step.Put(A), 0, 1),
                unknown(new Step.Put(B), 5),
                known(new Step.Saw(A), 10, 11),
                known(new Step.Saw(B), 900, 901));
        assertWrong(
                known(new Step.Put(A), 0, 1),
                unknown(new Step.Put(B), 5),
                known(new Step.Saw(B), 10, 11),
                known(new Step.Put(A), 20, 21),
                known(new Step.Saw(B), 30, 31));
        assertWrong(known(new Step.Saw(B), 1, 2), unknown(new Step.Put(B), 5));
    }

    @Test
    void anOperationThatFailedForSureNeverHappens() {
        var failed = new Operation(0, 0, "s3", "k", new Step.Put(B), Outcome.FAILED, 5, 6, "refused");

        assertRight(known(new Step.Put(A), 0, 1), failed, known(new Step.Saw(A), 10, 11));
        assertWrong(known(new Step.Put(A), 0, 1), failed, known(new Step.Saw(B), 10, 11));
    }

    @Test
    void ofTwoThatCreateOnlyOneDoes() {
        assertRight(known(new Step.Create(A), 0, 9), known(new Step.SawOther(Mark.ABSENT), 0, 9));
        assertWrong(known(new Step.Create(A), 0, 9), known(new Step.Create(B), 0, 9));
        assertRight(known(new Step.Create(A), 0, 9), unknown(new Step.Create(B), 0), known(new Step.Saw(A), 20, 21));
    }

    @Test
    void aReplacementNeedsWhatItReplaces() {
        assertRight(known(new Step.Put(A), 0, 1), known(new Step.Replace(A, B), 2, 3), known(new Step.Saw(B), 4, 5));
        assertWrong(known(new Step.Replace(A, B), 2, 3));
        assertWrong(known(new Step.Put(A), 0, 1), known(new Step.SawOther(A), 2, 3));
    }

    @Test
    void aRemovalThatFoundSomethingNeedsSomething() {
        assertRight(known(new Step.Put(A), 0, 1), known(new Step.RemoveFound(), 2, 3), known(new Step.Saw(0), 4, 5));
        assertWrong(known(new Step.RemoveFound(), 2, 3));
        assertRight(known(new Step.Remove(), 2, 3));
    }

    @Test
    void twoUnansweredOnesMayBothBeNeededForOneRead() {
        assertRight(
                known(new Step.Put(A), 0, 1),
                unknown(new Step.Remove(), 2),
                unknown(new Step.Create(B), 3),
                known(new Step.Saw(B), 50, 51));
    }

    @Test
    void aListedLengthIsHeldAgainstTheValue() {
        assertRight(known(new Step.Put(A), 0, 1), known(new Step.SawLength(10), 2, 3));
        assertWrong(known(new Step.Put(A), 0, 1), known(new Step.SawLength(11), 2, 3));
    }

    @Test
    void aSearchThatTakesTooLongIsUndecidedAndCountsAsWrong() {
        var history = new ArrayList<Operation>();
        for (int i = 0; i < 40; i++) history.add(known(new Step.Put(Mark.of(10 + i, 0)), 0, 1000));
        history.add(known(new Step.Saw(Mark.of(999, 0)), 2000, 2001));

        var wrong = new Linearizability(10_000).check(Map.of("k", history));

        assertThat(wrong).hasSize(1);
        assertThat(wrong.getFirst().why()).isInstanceOf(Judgement.Undecided.class);
        assertThat(wrong.getFirst().text(0)).contains("undecided");
    }

    @Test
    void moreUnansweredOnesThanCanBeTriedAreUndecided() {
        var history = new ArrayList<Operation>();
        for (int i = 0; i < 65; i++) history.add(unknown(new Step.Put(Mark.of(10 + i, 0)), i));

        assertThat(checker.judge(history)).isInstanceOf(Judgement.Undecided.class);
    }

    @Test
    void aViolationShowsWhatCannotBePlacedAndWhatIsAroundIt() {
        var history = List.of(
                known(new Step.Put(A), 0, 1),
                known(new Step.Put(B), 2_000_000, 3_000_000),
                known(new Step.Saw(A), 4_000_000, 5_000_000));

        var text = checker.check(Map.of("k", history)).getFirst().text(0);

        assertThat(text).contains("not linearizable", "> ", "saw v1(10 bytes)", "put v2(20 bytes)");
    }

    @Test
    void aHundredThousandOperationsOnAThousandKeysTakeSeconds() {
        var byKey = new TreeMap<String, List<Operation>>();
        for (int key = 0; key < 1_000; key++) byKey.put("k" + key, new Histories(key, 8, 0.02).of("k" + key, 100));
        var began = System.nanoTime();

        var wrong = checker.check(byKey);

        assertThat(wrong).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aHistoryIsBoundedAndWrittenDown(@TempDir Path folder) throws Exception {
        var history = new History(2);
        history.add(known(new Step.Put(A), 0, 1));
        history.add(known(new Step.Saw(A), 2, 3));
        assertThat(history.isFull()).isTrue();

        history.write(folder.resolve("history"), 0);

        assertThat(Files.readAllLines(folder.resolve("history")))
                .hasSize(2)
                .first()
                .asString()
                .contains("put v1");
    }
}
