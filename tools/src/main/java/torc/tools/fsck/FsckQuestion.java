package torc.tools.fsck;

/// What is asked of a node about checks.
///
/// @param repair for [Verb#BEGIN]: repair what can be repaired without guessing
/// @param rebuild for [Verb#BEGIN]: first make lost rows anew from the blobs
/// @param account for [Verb#BEGIN]: name of the account to check; empty for all
/// @param container for [Verb#BEGIN]: name of the account's container to check; empty for all
/// @param after for [Verb#LOOK]: so many faults are known already
record FsckQuestion(Verb verb, boolean repair, boolean rebuild, String account, String container, int after) {
    /// What can be asked.
    enum Verb {
        /// Begin a check, unless one runs: then that is told of.
        BEGIN,
        /// How far it is.
        LOOK,
        /// End it.
        STOP
    }
}
