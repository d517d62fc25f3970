package torc.proxy.swift.form;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A header's value with parameters, such as `form-data; name="file"; filename="a.txt"` (RFC 2183 §2), read in
/// one pass.
///
/// @param value the first word, in lower case
/// @param parameters by lower-case name
record FormField(String value, Map<String, String> parameters) {
    private static final int MAX_PARAMETERS = 20;

    static FormField parse(String header) {
        int semicolon = header.indexOf(';');
        var value = (semicolon < 0 ? header : header.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        var parameters = new HashMap<String, String>();
        for (int at = semicolon; at >= 0 && at < header.length() && parameters.size() < MAX_PARAMETERS; ) {
            int equals = header.indexOf('=', at);
            if (equals < 0) break;
            var name = header.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
            var text = new StringBuilder();
            at = equals + 1;
            while (at < header.length() && header.charAt(at) == ' ') at++;
            at = at < header.length() && header.charAt(at) == '"'
                    ? quoted(header, at + 1, text)
                    : word(header, at, text);
            parameters.putIfAbsent(name, text.toString());
            at = header.indexOf(';', at);
        }
        return new FormField(value, parameters);
    }

    private static int word(String header, int from, StringBuilder text) {
        int end = header.indexOf(';', from);
        if (end < 0) end = header.length();
        text.append(header, from, end);
        return end;
    }

    /// @return where the text behind it begins
    private static int quoted(String header, int from, StringBuilder text) {
        int at = from;
        while (at < header.length() && header.charAt(at) != '"') {
            if (header.charAt(at) == '\\' && at + 1 < header.length()) at++;
            text.append(header.charAt(at++));
        }
        return Math.min(at + 1, header.length());
    }

    String get(String name) {
        return parameters.getOrDefault(name, "");
    }
}
