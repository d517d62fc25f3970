package torc.common.http.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A host with perhaps a port, as a Host field or a target in absolute form names it (RFC 9110 §7.2, RFC 3986
/// §3.2).
final class Authority {
    /// The signs of a registered name or an IPv4 address, or an address in brackets; no user, which RFC 9110
    /// §4.2.4 wants refused. Octets beyond ASCII, with which clients name a container in a host, are UTF-8.
    private static final Pattern SOUND =
            Pattern.compile("(?:[A-Za-z0-9\\-._~%!$&'()*+,;=\u0080-\u00ff]+|\\[[A-Za-z0-9:._~%-]+])(?::[0-9]*)?");

    private Authority() {}

    /// Whether no two readers can take it for different hosts. An empty one is sound: that is how a client
    /// without a host to name says so.
    static boolean isSound(String authority) {
        return authority.isEmpty()
                || isPlain(authority)
                || (SOUND.matcher(authority).matches() && isUtf8(authority));
    }

    private static boolean isUtf8(String octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// The common case, without a matcher: letters, digits, dots and dashes, and a port.
    private static boolean isPlain(String authority) {
        int at = 0;
        while (at < authority.length() && isNameSign(authority.charAt(at))) at++;
        if (at == 0) return false;
        if (at == authority.length()) return true;
        if (authority.charAt(at) != ':') return false;
        for (at++; at < authority.length(); at++) {
            if (authority.charAt(at) < '0' || authority.charAt(at) > '9') return false;
        }
        return true;
    }

    private static boolean isNameSign(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= '0' && sign <= '9')
                || (sign >= 'A' && sign <= 'Z')
                || sign == '.'
                || sign == '-';
    }
}
