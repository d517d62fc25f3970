package torc.common.log;

/// Keeps an event on one line, whatever a client put into it (THREATS R03).
final class Escapes {
    private Escapes() {}

    static void appendEscaped(String text, int limit, boolean json, StringBuilder out) {
        var length = Math.min(text.length(), limit);
        for (int i = 0; i < length; i++) {
            var sign = text.charAt(i);
            if (json && (sign == '"' || sign == '\\')) out.append('\\').append(sign);
            else if (sign == '\n') out.append("\\n");
            else if (sign < ' ' || sign == 0x7f || sign == 0x85 || sign == 0x2028 || sign == 0x2029) {
                out.append(String.format("\\u%04x", (int) sign));
            } else out.append(sign);
        }
        if (text.length() > limit) out.append("...");
    }
}
