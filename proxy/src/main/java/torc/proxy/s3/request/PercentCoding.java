package torc.proxy.s3.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Percent-coding as SigV4 wants it: one decoding, strict; one canonical encoding.
public final class PercentCoding {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] UNRESERVED = unreserved();

    private PercentCoding() {}

    /// Decodes exactly once.
    ///
    /// @param raw octets as signs of 0 to 255
    /// @param plusIsSpace whether `+` stands for a space, as in a query
    /// @throws S3Failure InvalidURI if an escape is broken, or the octets are not whole UTF-8, or hold a NUL
    public static String decode(String raw, boolean plusIsSpace) {
        if (isPlain(raw, plusIsSpace)) return raw;
        var octets = new byte[raw.length()];
        var count = 0;
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()) throw invalid();
                octets[count++] = (byte) ((digit(raw.charAt(i + 1)) << 4) | digit(raw.charAt(i + 2)));
                i += 2; // The two digits are consumed with their sign.
            } else if (c == '+' && plusIsSpace) octets[count++] = ' ';
            else if (c > 0xff) throw invalid();
            else octets[count++] = (byte) c;
        }
        return utf8(octets, count);
    }

    /// Appends `text` with all but `A-Za-z0-9-._~` (and the slash, if kept) escaped.
    public static void encode(StringBuilder out, String text, boolean keepSlash) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        for (var octet : octets) {
            if ((octet >= 0 && UNRESERVED[octet]) || (octet == '/' && keepSlash)) out.append((char) octet);
            else out.append('%').append((char) HEX[(octet >> 4) & 15]).append((char) HEX[octet & 15]);
        }
    }

    /// As [#encode(StringBuilder, String, boolean)], keeping slashes: what `encoding-type=url` asks for.
    public static String encodeKey(String text) {
        var out = new StringBuilder(text.length() + 16);
        encode(out, text, true);
        return out.toString();
    }

    private static boolean isPlain(String raw, boolean plusIsSpace) {
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%' || c >= 0x80 || c == 0 || (c == '+' && plusIsSpace)) return false;
        }
        return true;
    }

    private static String utf8(byte[] octets, int count) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, count))
                    .toString();
            if (text.indexOf('\0') >= 0) throw invalid();
            return text;
        } catch (CharacterCodingException _) {
            throw invalid();
        }
    }

    private static int digit(char c) {
        var digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) throw invalid();
        return digit;
    }

    private static S3Failure invalid() {
        return new S3Failure(S3ErrorCode.INVALID_URI);
    }

    private static boolean[] unreserved() {
        var table = new boolean[128];
        for (var c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".toCharArray())
            table[c] = true;
        return table;
    }
}
