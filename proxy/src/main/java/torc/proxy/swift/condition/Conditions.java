package torc.proxy.swift.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.proxy.objects.Preconditions;
import torc.proxy.swift.time.HttpDate;

/// The conditional headers of a request, and what becomes of a read under them.
public final class Conditions {
    private Conditions() {}

    /// How a read goes on.
    public enum Verdict {
        PROCEED,
        NOT_MODIFIED,
        FAILED
    }

    public static Preconditions of(Headers headers) {
        var ifMatch = headers.first("if-match");
        var ifNoneMatch = headers.first("if-none-match");
        var ifModified = headers.first("if-modified-since");
        var ifUnmodified = headers.first("if-unmodified-since");
        if (ifMatch.isEmpty() && ifNoneMatch.isEmpty() && ifModified.isEmpty() && ifUnmodified.isEmpty())
            return Preconditions.NONE;
        return new Preconditions(
                ifMatch.map(header -> tags(header, false)).orElse(List.of()),
                ifNoneMatch.map(header -> tags(header, true)).orElse(List.of()),
                ifModified.map(HttpDate::parse).orElse(OptionalLong.empty()),
                ifUnmodified.map(HttpDate::parse).orElse(OptionalLong.empty()));
    }

    /// Entity tags without quotes. Compared weakly, a weak one stands for the strong one of the same text; otherwise it
    /// stays as it is and matches nothing, since objects here only have strong ones (RFC 9110 §8.8.3.2).
    private static List<String> tags(String header, boolean weakly) {
        var tags = new ArrayList<String>(2);
        for (int from = 0; from <= header.length(); ) {
            int end = header.indexOf(',', from);
            if (end < 0) end = header.length();
            var given = header.substring(from, end).trim();
            var tag = weakly || !given.startsWith("W/") ? unquoted(given) : given;
            if (!tag.isEmpty()) tags.add(tag);
            from = end + 1;
        }
        return tags;
    }

    /// An entity tag without its quotes and the mark of a weak one, if it has them.
    public static String unquoted(String tag) {
        var strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
                ? strong.substring(1, strong.length() - 1)
                : strong;
    }

    /// Judges a read of an object that is there. The order, and that each condition counts, is Swift's.
    public static Verdict judge(Preconditions conditions, String etag, long modifiedSeconds) {
        if (conditions.isNone()) return Verdict.PROCEED;
        if (!conditions.ifNoneMatch().isEmpty() && matches(conditions.ifNoneMatch(), etag)) return Verdict.NOT_MODIFIED;
        if (!conditions.ifMatch().isEmpty() && !matches(conditions.ifMatch(), etag)) return Verdict.FAILED;
        if (conditions.ifModifiedSinceSeconds().isPresent()
                && modifiedSeconds <= conditions.ifModifiedSinceSeconds().getAsLong()) return Verdict.NOT_MODIFIED;
        if (conditions.ifUnmodifiedSinceSeconds().isPresent()
                && modifiedSeconds > conditions.ifUnmodifiedSinceSeconds().getAsLong()) return Verdict.FAILED;
        return Verdict.PROCEED;
    }

    private static boolean matches(List<String> tags, String etag) {
        return tags.contains("*") || tags.contains(etag);
    }
}
