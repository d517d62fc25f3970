package torc.common.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes, written `512`, `64KiB`, `1GiB` or, in powers of ten, `5GB`.
public record DataSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([KMGT]?)(i?)B?");
    private static final String UNITS = " KMGT";

    public DataSize {
        if (bytes < 0) throw new IllegalArgumentException("a size is not negative: " + bytes);
    }

    /// @throws IllegalArgumentException if the text is no size
    public static DataSize parse(String text) {
        var match = FORM.matcher(text.trim());
        if (!match.matches() || (match.group(2).isEmpty() && !match.group(3).isEmpty())) {
            throw new IllegalArgumentException("not a size like 64KiB: " + text);
        }
        long unit = 1;
        var step = match.group(3).isEmpty() ? 1000 : 1024;
        var power = match.group(2).isEmpty() ? 0 : UNITS.indexOf(match.group(2));
        for (int i = 0; i < power; i++) unit *= step;
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException("a size beyond 8 EiB: " + text, overflow);
        }
    }

    @Override
    public String toString() {
        var rest = bytes;
        int power = 0;
        while (power < UNITS.length() - 1 && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            power++;
        }
        return power == 0 ? bytes + "B" : String.format(Locale.ROOT, "%d%ciB", rest, UNITS.charAt(power));
    }
}
