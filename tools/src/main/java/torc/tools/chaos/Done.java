package torc.tools.chaos;

/// What a server said to a change.
enum Done {
    /// It is done.
    DONE,
    /// There is nothing under the name; nothing was changed.
    MISSING,
    /// The condition does not hold; nothing was changed.
    CONDITION,
    /// No, for another reason; nothing was changed.
    REFUSED
}
