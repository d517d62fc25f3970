package torc.proxy.catalog;

import java.time.Duration;
import torc.common.config.Meaning;

/// Settings of the object service.
///
/// @param inlineLimitBytes greatest length of an object that lives in its metadata row
/// @param grace how long the bytes of a replaced or deleted object stay for those who are reading them
/// @param uploadDeadline how long a body may take from its first byte to its commit; later it is refused
public record ObjectsConfig(
        @Meaning("greatest length of an object that lives in its metadata row")
        int inlineLimitBytes,

        @Meaning("how long replaced or deleted bytes stay for those who are reading them")
        Duration grace,

        @Meaning("how long a body may take from its first byte to its commit")
        Duration uploadDeadline) {
    public static final ObjectsConfig DEFAULTS = new ObjectsConfig(16 << 10, Duration.ofHours(1), Duration.ofDays(1));

    /// A row stays well under the store's bound, and a listing never reads what lies inline.
    private static final int MAX_INLINE_BYTES = 1 << 20;

    public ObjectsConfig {
        if (inlineLimitBytes < 0 || inlineLimitBytes > MAX_INLINE_BYTES)
            throw new IllegalArgumentException("an inline limit of " + inlineLimitBytes + " bytes");
        if (grace.isNegative() || !uploadDeadline.isPositive())
            throw new IllegalArgumentException("grace " + grace + ", upload deadline " + uploadDeadline);
    }
}
