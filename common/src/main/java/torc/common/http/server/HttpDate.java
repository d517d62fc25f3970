package torc.common.http.server;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The `Date` line of responses, made once a second. Safe for many threads.
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private volatile Line current = new Line(Long.MIN_VALUE, new byte[0]);

    private static final class Line {
        final long second;
        final byte[] bytes;

        Line(long second, byte[] bytes) {
            this.second = second;
            this.bytes = bytes;
        }
    }

    HttpDate(InstantSource clock) {
        this.clock = clock;
    }

    /// `Date: ...` with its line end. The array must not be changed.
    byte[] line() {
        var now = clock.instant();
        var line = current;
        if (line.second != now.getEpochSecond()) {
            var text = "Date: " + FORMAT.format(now) + "\r\n";
            line = new Line(now.getEpochSecond(), text.getBytes(StandardCharsets.ISO_8859_1));
            current = line;
        }
        return line.bytes;
    }
}
