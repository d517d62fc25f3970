package torc.ring.metadata;

import java.util.Optional;

/// How a commit ended.
public sealed interface CommitOutcome {
    /// It happened, is durable on every required device, and every later read sees it.
    ///
    /// @param revision the shard's revision that it made
    record Committed(long revision) implements CommitOutcome {}

    /// A check did not hold; nothing happened.
    ///
    /// @param check the first one that failed
    /// @param current the row that it looked at, as it stands
    record CheckFailed(Check check, Optional<Row> current) implements CommitOutcome {}

    /// Nothing happened, and trying again later may help.
    record Refused(Reason reason) implements CommitOutcome {}

    /// Whether it happened is not known (a deadline passed, a device failed in the act). It happened wholly or not at
    /// all.
    record Unknown(String cause) implements CommitOutcome {}

    /// Why a commit was refused.
    enum Reason {
        /// Too many transactions wait.
        BUSY,
        /// The space left is reserved for deletes and for recovery. Transactions that free space still pass: those with
        /// at least as many deletes as puts, whose puts are small.
        FULL,
        /// The store is closed, or cannot reach enough of its devices.
        UNAVAILABLE
    }
}
