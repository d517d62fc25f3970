package torc.proxy.swift.listing;

import java.util.OptionalLong;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.ObjectName;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.VersionId;

/// The page that a request's query asks for.
public final class ListingQueries {
    private ListingQueries() {}

    /// @throws Refused if the limit is beyond the greatest, or a parameter is not UTF-8
    public static ListQuery of(QueryParameters query) {
        if (query.isEmpty()) return ListQuery.firstPage(ListQuery.MAX_LIMIT);
        return new ListQuery(
                query.get("prefix"),
                query.get("delimiter"),
                query.get("marker"),
                query.get("end_marker"),
                limit(query.get("limit")),
                query.isTrue("reverse"));
    }

    /// The version that a page of versions goes on behind; empty if it begins with a name.
    ///
    /// @throws Refused if it cannot be one's id, or the query cannot be one of versions
    public static OptionalLong versionMarker(QueryParameters query) {
        if (query.get("delimiter").chars().anyMatch(c -> c == '.' || (c >= '0' && c <= '9')))
            throw new Refused(Fault.DELIMITER_INVALID);
        var marker = query.find("version_marker");
        if (marker.isEmpty()) return OptionalLong.empty();
        if (!query.contains("marker")) throw new Refused(Fault.VERSION_MARKER_ALONE);
        try {
            var version = VersionId.parse(marker.get());
            return OptionalLong.of(version == ObjectName.UNVERSIONED ? Long.MAX_VALUE : version);
        } catch (Refused _) {
            throw new Refused(Fault.VERSION_MARKER_INVALID);
        }
    }

    /// A limit that is no number does not count, as in Swift.
    private static int limit(String text) {
        if (text.isEmpty()) return ListQuery.MAX_LIMIT;
        long limit = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) return ListQuery.MAX_LIMIT;
            limit = Math.min(limit * 10 + digit, ListQuery.MAX_LIMIT + 1L);
        }
        if (limit > ListQuery.MAX_LIMIT) throw new Refused(Fault.LIMIT_TOO_LARGE, ListQuery.MAX_LIMIT);
        return (int) limit;
    }
}
