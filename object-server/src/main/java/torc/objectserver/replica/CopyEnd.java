package torc.objectserver.replica;

/// How reading one copy came to its end.
public sealed interface CopyEnd {
    /// All bytes that the copy has were given.
    record Ended() implements CopyEnd {}

    record Missing() implements CopyEnd {}

    record Damaged(String cause) implements CopyEnd {}

    record Unavailable(String cause) implements CopyEnd {}

    /// In the words of a log line.
    default String words() {
        return switch (this) {
            case Ended _ -> "ends early";
            case Missing _ -> "missing";
            case Damaged(var cause) -> "damaged: " + cause;
            case Unavailable(var cause) -> "unavailable: " + cause;
        };
    }
}
