package torc.objectserver.repair;

/// How healing one blob ended.
public sealed interface HealOutcome {
    /// Every primary holds a sound copy.
    ///
    /// @param copied copies that were made for it
    /// @param dropped copies on other devices that were let go since it is whole without them
    record Whole(int copied, int dropped) implements HealOutcome {}

    /// A device remembers that the blob was deleted, and so the copies that were left are gone too.
    record Deleted(int removed) implements HealOutcome {}

    /// Something is in the way now; worth another try later.
    ///
    /// @param copied copies that were made for it all the same
    record Incomplete(String cause, int copied) implements HealOutcome {
        public Incomplete(String cause) {
            this(cause, 0);
        }
    }

    /// Every device answered, and none has a sound copy of it.
    record NoCopy() implements HealOutcome {}
}
