package torc.proxy.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import torc.proxy.objects.ListQuery;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;

/// The keys that a page of a listing can be made of.
///
/// A folded prefix stands in the order of names like a name: it is given if it lies within the query's bounds,
/// whether
/// the names that it folds do or not. So a bound that lies inside a group becomes the group's begin or end.
record ListRange(RowKey from, RowKey end, Optional<Scan.Fold> fold) {
    /// @param kind first byte of the keys, which the name follows
    static ListRange of(char kind, ListQuery query) {
        var prefix = RowKey.of(kind, query.prefix());
        var delimiter = query.delimiter();
        var lower = query.reverse() ? query.before() : query.after();
        var upper = query.reverse() ? query.after() : query.before();
        var from = lower.isEmpty() ? prefix : max(prefix, above(kind, lower, query.prefix(), delimiter));
        var prefixEnd = prefix.endOfPrefix();
        var end = upper.isEmpty() ? prefixEnd : min(prefixEnd, below(kind, upper, query.prefix(), delimiter));
        Optional<Scan.Fold> fold = delimiter.isEmpty()
                ? Optional.empty()
                : Optional.of(new Scan.Fold(prefix.length(), delimiter.getBytes(StandardCharsets.UTF_8)));
        return new ListRange(from, end, fold);
    }

    boolean isEmpty() {
        return from.compareTo(end) >= 0;
    }

    Scan scan(int limit, boolean reverse) {
        return new Scan(from, end, limit, reverse, fold);
    }

    /// The part of the range that lies within these bounds.
    ListRange within(RowKey lower, RowKey upper) {
        return new ListRange(max(from, lower), min(end, upper), fold);
    }

    ListRange startingAt(RowKey lower) {
        return new ListRange(max(from, lower), end, fold);
    }

    ListRange below(RowKey upper) {
        return new ListRange(from, min(end, upper), fold);
    }

    /// The range without what a page in this direction has already passed.
    ListRange past(RowKey last, boolean lastIsFolded, boolean reverse) {
        if (reverse) return new ListRange(from, last, fold);
        return new ListRange(lastIsFolded ? last.endOfPrefix() : last.next(), end, fold);
    }

    /// Least key of an entry above `bound`.
    private static RowKey above(char kind, String bound, String prefix, String delimiter) {
        var group = group(bound, prefix, delimiter);
        return group.isEmpty()
                ? RowKey.of(kind, bound).next()
                : RowKey.of(kind, group).endOfPrefix();
    }

    /// First key that no entry below `bound` is made of.
    private static RowKey below(char kind, String bound, String prefix, String delimiter) {
        var group = group(bound, prefix, delimiter);
        if (group.isEmpty() || group.equals(bound)) return RowKey.of(kind, bound);
        return RowKey.of(kind, group).endOfPrefix();
    }

    /// The folded prefix that a name belongs to; empty if it is not folded.
    private static String group(String name, String prefix, String delimiter) {
        if (delimiter.isEmpty() || !name.startsWith(prefix)) return "";
        var at = name.indexOf(delimiter, prefix.length());
        return at < 0 ? "" : name.substring(0, at + delimiter.length());
    }

    private static RowKey max(RowKey one, RowKey other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static RowKey min(RowKey one, RowKey other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
