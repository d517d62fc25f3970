package torc.proxy.objects;

/// Which page of a listing is wanted. Empty strings stand for "not given".
///
/// @param prefix names must start with this
/// @param delimiter names that are alike up to and including its first place behind the prefix become one
/// entry
/// @param after give only names (and folded prefixes) after this one, exclusive; in reverse, names below it
/// @param before give only names before this one, exclusive; in reverse, names above it
/// @param limit greatest number of entries, 0 to 10,000
/// @param reverse in descending order
public record ListQuery(String prefix, String delimiter, String after, String before, int limit, boolean reverse) {
    /// Greatest number of entries of a page.
    public static final int MAX_LIMIT = 10_000;

    public ListQuery {
        if (limit < 0 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
    }

    /// The same page with another delimiter.
    public ListQuery with(String otherDelimiter) {
        return new ListQuery(prefix, otherDelimiter, after, before, limit, reverse);
    }

    /// All entries from the beginning.
    public static ListQuery firstPage(int limit) {
        return new ListQuery("", "", "", "", limit, false);
    }
}
