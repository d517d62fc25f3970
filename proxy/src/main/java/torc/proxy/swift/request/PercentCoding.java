package torc.proxy.swift.request;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-encoding (RFC 3986 §2.1), undone exactly once.
public final class PercentCoding {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private PercentCoding() {}

    /// The text that `raw` stands for; empty if its octets are not UTF-8. A percent sign without two hexadecimal
    /// digits stands for itself, as in Swift.
    public static Optional<String> decode(String raw) {
        return decode(raw, false);
    }

    /// As [#decode(String)], for queries and forms, where a plus sign stands for a space.
    static Optional<String> decodeForm(String raw) {
        return decode(raw, true);
    }

    private static Optional<String> decode(String raw, boolean plusIsSpace) {
        if (isPlain(raw, plusIsSpace)) return Optional.of(raw);
        var bytes = new byte[raw.length()];
        int count = 0;
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c > 0xff) return Optional.empty();
            if (c == '%' && i + 2 < raw.length() && isEscape(raw, i)) {
                bytes[count++] =
                        (byte) ((Character.digit(raw.charAt(i + 1), 16) << 4) | Character.digit(raw.charAt(i + 2), 16));
                i += 2; // The two digits are taken with their percent sign.
            } else {
                bytes[count++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return Octets.utf8(java.util.Arrays.copyOf(bytes, count));
    }

    private static boolean isPlain(String raw, boolean plusIsSpace) {
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%' || c > 0x7f || (c == '+' && plusIsSpace)) return false;
        }
        return true;
    }

    private static boolean isEscape(String raw, int percent) {
        return isHexDigit(raw.charAt(percent + 1)) && isHexDigit(raw.charAt(percent + 2));
    }

    private static boolean isHexDigit(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    /// The text as part of a path: all but letters, digits and `_.-~/` is encoded.
    public static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (octet & 0xff);
            if (isUnreserved(c)) encoded.append(c);
            else encoded.append('%').append(DIGITS[c >> 4]).append(DIGITS[c & 15]);
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_.-~/".indexOf(c) >= 0;
    }
}
