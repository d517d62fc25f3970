package torc.proxy.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A response, taken apart.
record TestResponse(int status, String head, byte[] body) {
    static TestResponse parse(byte[] wire) {
        var text = new String(wire, StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) throw new AssertionError("no response: " + text);
        var status = Integer.parseInt(text.substring(9, 12));
        if (status == 100) return parse(Arrays.copyOfRange(wire, end + 4, wire.length));
        return new TestResponse(status, text.substring(0, end + 2), Arrays.copyOfRange(wire, end + 4, wire.length));
    }

    Optional<String> header(String name) {
        var at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name.toLowerCase(Locale.ROOT) + ": ");
        if (at < 0) return Optional.empty();
        return Optional.of(head.substring(at + name.length() + 4, head.indexOf('\r', at + 2)));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// The text of the first element of this name.
    String element(String name) {
        var text = text();
        var from = text.indexOf("<" + name + ">");
        return from < 0 ? "" : text.substring(from + name.length() + 2, text.indexOf("</" + name + ">", from));
    }

    /// The error's code.
    String code() {
        return element("Code");
    }
}
