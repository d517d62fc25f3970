package torc.common.http.server;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import torc.common.http.server.HeadStep.Refused;

/// Gathers the fields that decide where a request ends and what becomes of its connection (RFC 9112 §6, §9).
final class FramingFields {
    /// 18 digits always fit a long.
    private static final int MAX_LENGTH_DIGITS = 18;

    private int hosts;
    private int lengths;
    private int codings;
    private String host = "";
    private String length = "";
    private String coding = "";
    private String connection = "";
    private String expect = "";

    void see(String name, String value) {
        switch (name.length()) {
            case 4 -> {
                if (name.equalsIgnoreCase("host")) {
                    hosts++;
                    host = value;
                }
            }
            case 6 -> {
                if (name.equalsIgnoreCase("expect")) expect = value;
            }
            case 10 -> {
                if (name.equalsIgnoreCase("connection")) connection = join(connection, value);
            }
            case 14 -> {
                if (name.equalsIgnoreCase("content-length")) {
                    lengths++;
                    length = value;
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("transfer-encoding")) {
                    codings++;
                    coding = value;
                }
            }
            default -> {}
        }
    }

    /// Why this head must be refused; null if it need not.
    @Nullable
    Refused refusal(boolean http10) {
        if (hosts > 1 || (hosts == 0 && !http10)) return bad("there must be one Host field");
        if (!Authority.isSound(host)) return bad("Host names no host");
        if (lengths > 1) return bad("there must be one Content-Length field");
        if (lengths == 1 && !isLength()) return bad("Content-Length is malformed");
        if (codings > 0 && lengths > 0) return bad("Content-Length and Transfer-Encoding exclude each other");
        if (codings > 1 || (codings == 1 && http10)) return bad("Transfer-Encoding is not allowed here");
        if (codings == 1 && !coding.equalsIgnoreCase("chunked")) {
            // RFC 9112 §6.1: a coding that is not known is 501; chunked more than once or not at the end is broken.
            var lower = coding.toLowerCase(Locale.ROOT);
            var first = lower.indexOf("chunked");
            var broken = first >= 0 && first + "chunked".length() < lower.length();
            return broken ? bad("Transfer-Encoding is malformed") : new Refused(501, "unknown transfer coding");
        }
        if (!expect.isEmpty() && !expect.equalsIgnoreCase("100-continue")) {
            return new Refused(417, "only 100-continue may be expected");
        }
        return null;
    }

    long bodyBytes() {
        if (codings == 1) return RequestHead.CHUNKED;
        return lengths == 1 ? Long.parseLong(length) : 0;
    }

    boolean asksClose() {
        return names("close");
    }

    boolean asksKeepAlive() {
        return names("keep-alive");
    }

    boolean expectsContinue() {
        return !expect.isEmpty();
    }

    void reset() {
        hosts = 0;
        lengths = 0;
        codings = 0;
        host = "";
        length = "";
        coding = "";
        connection = "";
        expect = "";
    }

    private boolean isLength() {
        if (length.isEmpty() || length.length() > MAX_LENGTH_DIGITS) return false;
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') return false;
        }
        return true;
    }

    private boolean names(String option) {
        if (connection.isEmpty()) return false;
        for (var named : connection.split(",", -1)) {
            if (named.trim().equalsIgnoreCase(option)) return true;
        }
        return false;
    }

    private static String join(String before, String value) {
        return before.isEmpty() ? value : before + "," + value;
    }

    private static Refused bad(String reason) {
        return new Refused(400, reason);
    }
}
