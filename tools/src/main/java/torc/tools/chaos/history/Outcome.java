package torc.tools.chaos.history;

/// What a client knows of an operation when it gives it up.
public enum Outcome {
    /// It happened, at one moment between its beginning and its end.
    KNOWN,
    /// It may have happened, may happen later, or never.
    UNKNOWN,
    /// It did not happen and never will: it was refused, or not even sent.
    FAILED
}
