package torc.proxy.swift.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A moment in Swift's three forms, made from microseconds since 1970.
///
/// Swift keeps five digits behind the point; all forms cut to that first, so that they agree with one another.
public final class Timestamps {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /// `X-Timestamp`: ten digits, a point, five digits.
    public static String normal(long micros) {
        var digits = new char[16];
        fill(digits, 0, 10, Math.floorDiv(micros, MICROS_PER_SECOND));
        digits[10] = '.';
        fill(digits, 11, 16, Math.floorMod(micros, MICROS_PER_SECOND) / 10);
        return new String(digits);
    }

    /// Whole seconds since 1970, rounded up, as `Last-Modified` says and conditions compare.
    public static long ceilSeconds(long micros) {
        var fraction = Math.floorMod(micros, MICROS_PER_SECOND) / 10;
        return Math.floorDiv(micros, MICROS_PER_SECOND) + (fraction == 0 ? 0 : 1);
    }

    /// `Last-Modified`.
    public static String lastModified(long micros) {
        return HttpDate.format(ceilSeconds(micros));
    }

    /// Date and time of day to the second, in UTC.
    public static String moment(long micros) {
        return MOMENT.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND)));
    }

    private static void fill(char[] into, int from, int end, long number) {
        for (int i = end - 1; i >= from; i--) {
            into[i] = (char) ('0' + number % 10);
            number /= 10;
        }
    }
}
