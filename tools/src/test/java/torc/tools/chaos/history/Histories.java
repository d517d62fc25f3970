package torc.tools.chaos.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Makes histories that are linearizable by how they are made: each operation happens at one moment of its
/// interval on
/// one simulated key; some are not answered and happen late, or never.
final class Histories {
    private final SplittableRandom random;
    private final int clients;
    private final double unanswered;
    private long values;

    Histories(long seed, int clients, double unanswered) {
        this.random = new SplittableRandom(seed);
        this.clients = clients;
        this.unanswered = unanswered;
    }

    private static final class Draft {
        int client;
        long invoked;
        long happens;
        long returned;
        boolean isAnswered;
        int kind;
        long guess;
        Step step = new Step.Remove();
        Step intent = new Step.Remove();
    }

    List<Operation> of(String key, int count) {
        var drafts = drafts(count);
        var state = Mark.ABSENT;
        for (var draft : drafts.stream()
                .sorted(Comparator.comparingLong(each -> each.happens))
                .toList()) {
            state = happen(draft, state);
        }
        var operations = new ArrayList<Operation>();
        for (var draft : drafts) {
            if (!draft.isAnswered && draft.intent.looks()) continue;
            operations.add(new Operation(
                    draft.client,
                    0,
                    "test",
                    key,
                    draft.isAnswered ? draft.step : draft.intent,
                    draft.isAnswered ? Outcome.KNOWN : Outcome.UNKNOWN,
                    draft.invoked,
                    draft.returned,
                    ""));
        }
        return operations;
    }

    /// Clients work side by side, each one operation after another.
    private List<Draft> drafts(int count) {
        var drafts = new ArrayList<Draft>();
        var free = new long[clients];
        for (int i = 0; i < count; i++) {
            var draft = new Draft();
            draft.client = i % clients;
            draft.invoked = free[draft.client] + 1 + random.nextInt(20);
            draft.returned = draft.invoked + 1 + random.nextInt(60);
            draft.isAnswered = random.nextDouble() >= unanswered;
            draft.happens = draft.invoked + random.nextLong(draft.returned - draft.invoked + 1);
            if (!draft.isAnswered)
                draft.happens = random.nextBoolean() ? Long.MAX_VALUE : draft.happens + random.nextInt(500);
            draft.kind = random.nextInt(10);
            free[draft.client] = draft.returned;
            drafts.add(draft);
        }
        return drafts;
    }

    private long happen(Draft draft, long state) {
        var value = Mark.of(++values, random.nextInt(100));
        draft.guess = random.nextInt(3) == 0 ? Mark.of(values + 1_000_000, 7) : state;
        draft.intent = switch (draft.kind) {
            case 0, 1, 2 -> new Step.Put(value);
            case 3 -> new Step.Create(value);
            case 4 -> new Step.Replace(draft.guess == Mark.ABSENT ? 1 : draft.guess, value);
            case 5 -> new Step.Remove();
            case 6 -> new Step.RemoveFound();
            default -> new Step.Saw(state);
        };
        if (draft.happens == Long.MAX_VALUE) return state;
        var next = draft.intent.from(state);
        draft.step = next != Step.IMPOSSIBLE ? draft.intent : refused(draft.intent, state);
        if (draft.kind == 9 && state != Mark.ABSENT) draft.step = new Step.SawLength(Mark.bytes(state));
        return next == Step.IMPOSSIBLE ? state : next;
    }

    private static Step refused(Step intent, long state) {
        return switch (intent) {
            case Step.Create _ -> new Step.SawOther(Mark.ABSENT);
            case Step.Replace replace -> new Step.SawOther(replace.expected());
            default -> new Step.Saw(state);
        };
    }
}
