package torc.proxy.catalog;

import java.time.Duration;
import torc.common.config.Meaning;

/// Settings of the object service.
///
/// @param inlineLimitBytes greatest length of an object that lives in its metadata row
/// @param grace how long the bytes of a replaced or deleted object stay for those who are reading them
/// @param uploadDeadline how long a body may take from its first byte to its commit; later it is refused
/// @param reaping how long an object whose end has come is kept, unseen, before it is removed; until then it
/// counts
/// @param accountReaping how long what a deleted account held is kept, unseen, before it is removed
/// @param splitAtObjects objects in one range of a container above which the range is split over two shards
/// @param encryption whether the process that opens the service gives it an [torc.proxy.encryption.Encryption] that
/// encrypts
public record ObjectsConfig(
        @Meaning("greatest length of an object that lives in its metadata row")
        int inlineLimitBytes,

        @Meaning("how long replaced or deleted bytes stay for those who are reading them")
        Duration grace,

        @Meaning("how long a body may take from its first byte to its commit")
        Duration uploadDeadline,

        @Meaning("how long objects whose end has come are kept, unseen")
        Duration reaping,

        @Meaning("how long what a deleted account held is kept, unseen")
        Duration accountReaping,

        @Meaning("objects in one range of a container above which the range is split over two shards")
        int splitAtObjects,

        @Meaning("encrypt the bytes of objects that are stored from now on (docs/how-to/encryption.md)")
        boolean encryption) {
    public static final ObjectsConfig DEFAULTS = new ObjectsConfig(
            16 << 10, Duration.ofHours(1), Duration.ofDays(1), Duration.ZERO, Duration.ZERO, 1_000_000, false);

    /// A row stays well under the store's bound, and a listing never reads what lies inline.
    private static final int MAX_INLINE_BYTES = 1 << 20;

    /// A range of a few objects would only be in the way.
    private static final int MIN_SPLIT_OBJECTS = 10;

    public ObjectsConfig {
        if (splitAtObjects < MIN_SPLIT_OBJECTS)
            throw new IllegalArgumentException("ranges that are split at " + splitAtObjects + " objects");
        if (inlineLimitBytes < 0 || inlineLimitBytes > MAX_INLINE_BYTES)
            throw new IllegalArgumentException("an inline limit of " + inlineLimitBytes + " bytes");
        if (reaping.isNegative()) throw new IllegalArgumentException("reaping " + reaping);
        if (accountReaping.isNegative()) throw new IllegalArgumentException("accountReaping " + accountReaping);
        if (grace.isNegative() || !uploadDeadline.isPositive())
            throw new IllegalArgumentException("grace " + grace + ", upload deadline " + uploadDeadline);
    }
}
