package torc.proxy.swift.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text that came as octets, one `char` of 0 to 255 for each, and what it means as UTF-8.
public final class Octets {
    private Octets() {}

    /// Whether every sign is ASCII, so that the text means the same in both readings.
    public static boolean isAscii(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) > 0x7f) return false;
        }
        return true;
    }

    /// The octets read as UTF-8; empty if they are not.
    public static Optional<String> utf8(String octets) {
        return isAscii(octets) ? Optional.of(octets) : utf8(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The octets read as UTF-8, with a replacement sign for what is not.
    public static String lenientUtf8(String octets) {
        return isAscii(octets)
                ? octets
                : new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// The bytes read as UTF-8; empty if they are not (overlong forms and lone surrogates are not).
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty(); // The caller knows which error this is.
        }
    }

    /// The text's UTF-8 bytes as octets.
    public static String ofUtf8(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// The length in UTF-8 bytes of a text that is whole Unicode.
    public static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < 0x80) bytes += 1;
            else if (c < 0x800) bytes += 2;
            else if (Character.isSurrogate(c)) bytes += 2; // Two halves make the four bytes of one sign.
            else bytes += 3;
        }
        return bytes;
    }
}
