package torc.proxy.s3.answer;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/// Times as S3 writes them. The store keeps microseconds since 1970.
public final class Times {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private Times() {}

    /// As documents have it, to the millisecond: `2026-11-22T21:09:04.000Z`.
    public static String iso(long micros) {
        var time = timeOf(micros);
        var out = new StringBuilder(24);
        digits(out, time.getYear(), 4).append('-');
        digits(out, time.getMonthValue(), 2).append('-');
        digits(out, time.getDayOfMonth(), 2).append('T');
        clock(out, time).append('.');
        return digits(out, (int) Math.floorMod(micros, 1_000_000L) / 1000, 3)
                .append('Z')
                .toString();
    }

    /// As headers have it, to the second, rounded down: `Sun, 22 Nov 2026 21:09:04 GMT` (RFC 9110 §5.6.7).
    public static String http(long micros) {
        var time = timeOf(micros);
        var out = new StringBuilder(29)
                .append(DAYS[time.getDayOfWeek().getValue() - 1])
                .append(", ");
        digits(out, time.getDayOfMonth(), 2).append(' ');
        out.append(MONTHS[time.getMonthValue() - 1]).append(' ');
        digits(out, time.getYear(), 4).append(' ');
        return clock(out, time).append(" GMT").toString();
    }

    /// Seconds since 1970 of a header's time, or of an ISO one as some clients send; empty if it is neither.
    public static OptionalLong seconds(String text) {
        try {
            return OptionalLong.of(DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(text.strip(), Instant::from)
                    .getEpochSecond());
        } catch (DateTimeParseException _) {
            return isoSeconds(text.strip());
        }
    }

    private static OptionalLong isoSeconds(String text) {
        try {
            return OptionalLong.of(OffsetDateTime.parse(text).toEpochSecond());
        } catch (DateTimeParseException _) {
            return OptionalLong.empty();
        }
    }

    private static LocalDateTime timeOf(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }

    private static StringBuilder clock(StringBuilder out, LocalDateTime time) {
        digits(out, time.getHour(), 2).append(':');
        digits(out, time.getMinute(), 2).append(':');
        return digits(out, time.getSecond(), 2);
    }

    private static StringBuilder digits(StringBuilder out, int number, int width) {
        for (int unit = width == 4 ? 1000 : width == 3 ? 100 : 10; unit > 0; unit /= 10)
            out.append((char) ('0' + number / unit % 10));
        return out;
    }
}
