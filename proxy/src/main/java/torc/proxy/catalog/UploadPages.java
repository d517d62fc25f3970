package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ScanItem;

/// Makes pages of the list of unfinished uploads. Several rows may be of one name, and ids are not text, so
/// folding is
/// done here and not by the store.
record UploadPages(Ranges ranges, ContainerName container, Id128 incarnation, ListQuery query) {
    private static final int SCANNED_AT_ONCE = 1_000;

    UploadPages {
        if (query.reverse()) throw new IllegalArgumentException("uploads are listed in ascending order only");
    }

    Listing<Upload> list(Optional<Id128> afterUpload) {
        var prefix = RowKey.of('u', query.prefix());
        var end = query.before().isEmpty()
                ? prefix.endOfPrefix()
                : min(prefix.endOfPrefix(), RowKey.of('u', query.before()));
        var from = max(prefix, start(afterUpload));
        var entries = new ArrayList<Listing.Entry<Upload>>();
        while (from.compareTo(end) < 0 && query.limit() > 0) {
            var range = new ListRange(from, end, Optional.empty());
            var page = ranges.scan(container, 'u', range, SCANNED_AT_ONCE, false);
            var skipTo = Optional.<RowKey>empty();
            for (var item : page) {
                if (!(item instanceof ScanItem.Found(var row)) || !isOfThisIncarnation(row)) continue;
                if (entries.size() == query.limit()) return new Listing<>(entries, true);
                var name = RowKeys.nameBeforeId(row.key());
                var group = group(name);
                if (group.isPresent()) {
                    entries.add(new Listing.Entry.CommonPrefix<>(group.get()));
                    skipTo = Optional.of(RowKey.of('u', group.get()).endOfPrefix());
                    break;
                }
                entries.add(new Listing.Entry.Item<>(upload(name, row)));
            }
            if (skipTo.isEmpty() && page.size() < SCANNED_AT_ONCE) break;
            from = skipTo.orElseGet(() -> page.getLast().key().next());
        }
        return new Listing<>(List.copyOf(entries), false);
    }

    private RowKey start(Optional<Id128> afterUpload) {
        if (query.after().isEmpty()) return RowKeys.UPLOADS;
        if (afterUpload.isPresent())
            return RowKeys.upload(query.after(), afterUpload.get()).next();
        var group = group(query.after());
        return group.isPresent() ? RowKey.of('u', group.get()).endOfPrefix() : RowKey.of('u', query.after() + "\u0001");
    }

    private Optional<String> group(String name) {
        var delimiter = query.delimiter();
        if (delimiter.isEmpty() || !name.startsWith(query.prefix())) return Optional.empty();
        var at = name.indexOf(delimiter, query.prefix().length());
        return at < 0 ? Optional.empty() : Optional.of(name.substring(0, at + delimiter.length()));
    }

    private boolean isOfThisIncarnation(Row row) {
        return UploadRow.decode(row.value()).incarnation().equals(incarnation);
    }

    private Upload upload(String name, Row row) {
        var stored = UploadRow.decode(row.value());
        return new Upload(
                new ObjectName(container, name),
                RowKeys.lastId(row.key()),
                stored.createdMicros(),
                stored.attributes());
    }

    private static RowKey max(RowKey one, RowKey other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static RowKey min(RowKey one, RowKey other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
