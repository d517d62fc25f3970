package torc.tools.chaos.history;

import java.util.List;

/// What a search says of the history of one key.
public sealed interface Judgement {
    /// There is an order in which one store could have done it all.
    record Linearizable() implements Judgement {}

    /// There is none.
    ///
    /// @param stuck what could not be placed any more, where the search came furthest
    /// @param around the operations at that place
    record Violation(List<Operation> stuck, List<Operation> around) implements Judgement {
        public Violation {
            stuck = List.copyOf(stuck);
            around = List.copyOf(around);
        }
    }

    /// The search was given up; nobody may take that for a yes.
    ///
    /// @param states how many were looked at
    record Undecided(int states) implements Judgement {}
}
