package torc.tools.chaos.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Judges a history key by key: objects under different names are independent, so a history is linearizable if
/// that of
/// each key is (Herlihy and Wing, "Linearizability", 1990, section 3.1).
public final class Linearizability {
    /// More than honest histories need by a thousand times; a search that needs more has lost its way.
    public static final int STATES_A_KEY = 400_000;

    private final int mostStates;

    public Linearizability() {
        this(STATES_A_KEY);
    }

    /// @param mostStates how many states of one key are looked at before the search is given up
    public Linearizability(int mostStates) {
        this.mostStates = mostStates;
    }

    /// A key whose history no store can have.
    public record Wrong(String key, Judgement why, List<Operation> history) {
        public Wrong {
            history = List.copyOf(history);
        }

        /// What a person needs to see, times in milliseconds since `origin`.
        public String text(long origin) {
            var lines = new ArrayList<String>();
            switch (why) {
                case Judgement.Linearizable() -> lines.add(key + ": linearizable");
                case Judgement.Undecided(var states) ->
                    lines.add(key + ": undecided after " + states + " states, which counts as a violation");
                case Judgement.Violation(var stuck, var around) -> {
                    lines.add(key + ": not linearizable; none of these can come next:");
                    stuck.forEach(each -> lines.add("  > " + each.text(origin)));
                    lines.add("  in this part of its history:");
                    around.forEach(each -> lines.add("    " + each.text(origin)));
                }
            }
            return String.join("\n", lines);
        }
    }

    /// The keys that are not proved to be right.
    public List<Wrong> check(History history) {
        return check(history.byKey());
    }

    List<Wrong> check(Map<String, List<Operation>> byKey) {
        var wrong = new ArrayList<Wrong>();
        byKey.forEach((key, operations) -> {
            var judgement = judge(operations);
            if (!(judgement instanceof Judgement.Linearizable)) wrong.add(new Wrong(key, judgement, operations));
        });
        return wrong;
    }

    /// Judges the operations on one key.
    public Judgement judge(List<Operation> operations) {
        return new KeySearch(operations, mostStates).judge();
    }
}
