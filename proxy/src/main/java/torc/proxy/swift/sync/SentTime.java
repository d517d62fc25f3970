package torc.proxy.swift.sync;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The moment that a sender's `X-Timestamp` tells.
final class SentTime {
    private static final Pattern TIMESTAMP = Pattern.compile("([0-9]{1,10})(?:\\.([0-9]{1,9}))?(?:_[0-9a-f]{1,16})?");

    private static final long MICROS_PER_SECOND = 1_000_000;

    private SentTime() {}

    /// Microseconds since 1970, to the ten that Swift's timestamps tell; empty if it is none.
    static OptionalLong micros(String timestamp) {
        var parsed = TIMESTAMP.matcher(timestamp);
        if (!parsed.matches()) return OptionalLong.empty();
        var digits = parsed.group(2) == null ? "" : parsed.group(2);
        var fraction = Long.parseLong((digits + "00000").substring(0, 5)) * 10;
        return OptionalLong.of(Long.parseLong(parsed.group(1)) * MICROS_PER_SECOND + fraction);
    }
}
