package torc.tools.bench;

import java.time.Duration;

/// What one measurement does.
///
/// @param putPercent share of writes; the rest reads
/// @param bytes size of each object
/// @param connections requests under way at once, each on a connection of its own
/// @param objects how many different objects are read and overwritten
record Load(int putPercent, int bytes, int connections, int objects, Duration warmUp, Duration duration) {
    String operation() {
        return switch (putPercent) {
            case 0 -> "get";
            case 100 -> "put";
            default -> "put " + putPercent + " %";
        };
    }

    /// The name of an object.
    String object(int number) {
        return "bench-" + bytes + "-" + number;
    }
}
