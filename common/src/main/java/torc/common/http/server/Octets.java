package torc.common.http.server;

/// Classes of octets in a request head (RFC 9110 §5.5, §5.6.2; RFC 3986 §3.3).
final class Octets {
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = '0'; c <= '9'; c++) TOKEN[c] = true;
        for (char c = 'a'; c <= 'z'; c++) TOKEN[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) TOKEN[c] = true;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) TOKEN[c] = true;
    }

    private Octets() {}

    static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /// Visible signs, blanks and what is beyond ASCII; no control sign.
    static boolean isFieldValue(byte octet) {
        return octet >= ' ' ? octet != 0x7f : octet < 0 || octet == '\t';
    }

    /// What a request target may hold: visible ASCII and no fragment. Octets beyond ASCII should have been encoded, but
    /// Swift's clients send names in plain UTF-8, and they can be taken for nothing else than what they are.
    static boolean isTarget(byte octet) {
        return octet > ' ' ? octet != 0x7f && octet != '#' : octet < 0;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
