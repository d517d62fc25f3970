package torc.tools.policies;

import java.util.List;

/// What is asked of a node about storage policies.
///
/// @param verb what to do
/// @param name of the policy; empty for [Verb#LIST]
/// @param kind copies, as `3`, or fragments, as `4+2`; empty but for [Verb#ADD]
public record PolicyQuestion(Verb verb, String name, String kind) {
    /// What can be asked.
    public enum Verb {
        LIST,
        ADD,
        STANDARD
    }

    /// All policies.
    public record Answer(List<View> policies) {
        public Answer {
            policies = List.copyOf(policies);
        }
    }

    /// One policy.
    ///
    /// @param kind as `3` or `4+2`
    /// @param standard whether containers whose maker names none are made in it
    /// @param ring name of its ring
    /// @param devices of its ring
    public record View(int number, String name, String kind, boolean standard, String ring, int devices) {}
}
