package torc.common.http.server;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The first line of a request (RFC 9112 §3).
///
/// @param authority of a target in absolute form, in place of the Host field; null for a target without one
record RequestLine(String method, @Nullable String authority, String path, String query, Version version) {
    private static final int MAX_METHOD_BYTES = 32;
    private static final int VERSION_BYTES = 8;

    enum Version {
        HTTP_1_0,
        HTTP_1_1,
        OTHER
    }

    /// Null if the line is malformed.
    static @Nullable RequestLine parse(byte[] line, int length) {
        int methodEnd = 0;
        while (methodEnd < length && methodEnd <= MAX_METHOD_BYTES && Octets.isToken(line[methodEnd])) methodEnd++;
        if (methodEnd == 0 || methodEnd == length || line[methodEnd] != ' ') return null;
        int targetEnd = length - VERSION_BYTES - 1;
        if (targetEnd <= methodEnd + 1 || line[targetEnd] != ' ') return null;
        var version = version(line, targetEnd + 1);
        if (version == null) return null;

        int question = -1;
        for (int i = methodEnd + 1; i < targetEnd; i++) {
            if (!Octets.isTarget(line[i])) return null;
            if (line[i] == '?' && question < 0) question = i;
        }
        var pathEnd = question < 0 ? targetEnd : question;
        var method = method(line, methodEnd);
        var target = text(line, methodEnd + 1, pathEnd);
        var query = question < 0 ? "" : text(line, question + 1, targetEnd);
        if (target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS")))
            return new RequestLine(method, null, target, query, version);
        if (!target.startsWith("http://") && !target.startsWith("https://")) return null;
        return absolute(method, target.substring(target.indexOf("://") + 3), query, version);
    }

    /// A target in absolute form (RFC 9112 §3.2.2), given from its authority on.
    private static @Nullable RequestLine absolute(String method, String target, String query, Version version) {
        var slash = target.indexOf('/');
        var authority = slash < 0 ? target : target.substring(0, slash);
        // RFC 9110 §4.2.1: an http URI without a host is malformed.
        if (authority.isEmpty() || !Authority.isSound(authority)) return null;
        return new RequestLine(method, authority, slash < 0 ? "/" : target.substring(slash), query, version);
    }

    private static @Nullable Version version(byte[] line, int at) {
        var name = "HTTP/";
        for (int i = 0; i < name.length(); i++) {
            if (line[at + i] != name.charAt(i)) return null;
        }
        if (!Octets.isDigit(line[at + 5]) || line[at + 6] != '.' || !Octets.isDigit(line[at + 7])) return null;
        if (line[at + 5] != '1') return Version.OTHER;
        // RFC 9110 §2.5: a higher minor version is answered as the highest that one knows.
        return line[at + 7] == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1;
    }

    private static String method(byte[] line, int end) {
        if (end == 3 && line[0] == 'G' && line[1] == 'E' && line[2] == 'T') return "GET";
        if (end == 3 && line[0] == 'P' && line[1] == 'U' && line[2] == 'T') return "PUT";
        return text(line, 0, end);
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
