package torc.tools.ringbuilder;

import java.util.Optional;
import java.util.function.IntPredicate;

/// Reads the compact forms in which devices are named, from left to right.
final class TextCursor {
    private final String text;
    private int at;

    TextCursor(String text) {
        this.text = text;
    }

    boolean skip(char expected) {
        if (at >= text.length() || text.charAt(at) != expected) return false;
        at++;
        return true;
    }

    /// A number after its letter, such as `z` in `z12`.
    Optional<Integer> numberAfter(char letter) {
        if (!skip(letter)) return Optional.empty();
        return Optional.of(Options.whole(takeWhile(Character::isDigit), "Invalid " + letter + " in " + text));
    }

    /// An IPv4 address as it is, an IPv6 address in brackets.
    Optional<String> ip() {
        if (skip('[')) {
            var ip = takeWhile(sign -> sign != ']');
            skip(']');
            return Optional.of(Address.ip(ip));
        }
        if (at >= text.length() || !Character.isDigit(text.charAt(at))) return Optional.empty();
        return Optional.of(Address.ip(takeWhile(sign -> Character.isDigit(sign) || sign == '.')));
    }

    /// What stands between a letter and the next such sign, or the end.
    Optional<String> textAfter(char letter, char until) {
        return skip(letter) ? Optional.of(takeWhile(sign -> sign != until)) : Optional.empty();
    }

    Optional<String> restAfter(char letter) {
        return skip(letter) ? Optional.of(takeWhile(_ -> true)) : Optional.empty();
    }

    boolean atEnd() {
        return at == text.length();
    }

    private String takeWhile(IntPredicate wanted) {
        var from = at;
        while (at < text.length() && wanted.test(text.charAt(at))) at++;
        return text.substring(from, at);
    }
}
