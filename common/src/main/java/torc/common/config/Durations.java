package torc.common.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as people write them: `500ms`, `10s`, `5m`, `2h`, `14d`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    public static Duration parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches()) throw new IllegalArgumentException("not a duration like 10s: " + text);
        var count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    static String format(Duration duration) {
        var millis = duration.toMillis();
        if (millis % 1000 != 0 || millis == 0) return millis + "ms";
        var seconds = millis / 1000;
        if (seconds % 86_400 == 0) return seconds / 86_400 + "d";
        if (seconds % 3600 == 0) return seconds / 3600 + "h";
        if (seconds % 60 == 0) return seconds / 60 + "m";
        return seconds + "s";
    }
}
