package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Makes pages of listings from scans.
final class Pages {
    private Pages() {}

    /// @param item from a row to what is listed; empty if the row is not to be seen
    static <T> Listing<T> list(
            MetadataStore rows, ShardKey shard, char kind, ListQuery query, Function<Row, Optional<T>> item) {
        return list((range, limit) -> rows.scan(shard, range.scan(limit, query.reverse())), kind, query, item);
    }

    /// Gives the first items of a range, in the query's order.
    interface Source {
        List<ScanItem> scan(ListRange range, int limit);
    }

    /// @param item from a row to what is listed; empty if the row is not to be seen
    static <T> Listing<T> list(Source source, char kind, ListQuery query, Function<Row, Optional<T>> item) {
        return list(source, kind, query, item, _ -> true);
    }

    /// @param isSeen whether a folded prefix is listed
    static <T> Listing<T> list(
            Source source, char kind, ListQuery query, Function<Row, Optional<T>> item, Predicate<RowKey> isSeen) {
        var entries = new ArrayList<Listing.Entry<T>>();
        var range = ListRange.of(kind, query);
        while (query.limit() > 0 && !range.isEmpty()) {
            var wanted = query.limit() - entries.size() + 1; // One more tells whether more follow.
            var found = source.scan(range, wanted);
            for (var next : found) {
                var entry = entry(next, item, isSeen);
                if (entry.isEmpty()) continue;
                if (entries.size() == query.limit()) return new Listing<>(entries, true);
                entries.add(entry.get());
            }
            if (found.size() < wanted) break;
            range = past(found.getLast(), kind, range, query.reverse());
        }
        return new Listing<>(entries, false);
    }

    /// Goes on behind all versions of an object where one of them came last: there may be many of them.
    private static ListRange past(ScanItem last, char kind, ListRange range, boolean reverse) {
        if (kind == 'o' && last instanceof ScanItem.Found && VersionPages.isOfVersion(last.key())) {
            var versions = RowKeys.versions(RowKeys.baseName(RowKeys.objectName(last.key())));
            return range.past(versions, true, reverse);
        }
        return range.past(last.key(), last instanceof ScanItem.Folded, reverse);
    }

    private static <T> Optional<Listing.Entry<T>> entry(
            ScanItem found, Function<Row, Optional<T>> item, Predicate<RowKey> isSeen) {
        return switch (found) {
            case ScanItem.Found(var row) -> item.apply(row).map(Listing.Entry.Item::new);
            case ScanItem.Folded(var key) ->
                isSeen.test(key) ? Optional.of(new Listing.Entry.CommonPrefix<>(key.text(1))) : Optional.empty();
        };
    }
}
