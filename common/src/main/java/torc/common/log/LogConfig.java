package torc.common.log;

import torc.common.config.Meaning;

/// What is logged and how.
public record LogConfig(
        @Meaning("least level that is logged: error, warn, info, debug or trace")
        Level level,

        @Meaning("one JSON object a line instead of text") boolean json,
        @Meaning("log a line for each request") boolean access) {
    public static LogConfig defaults() {
        return new LogConfig(Level.INFO, false, false);
    }

    /// Levels, the gravest first.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
