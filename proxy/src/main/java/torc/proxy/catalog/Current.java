package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;

/// What stands under a name at one moment.
///
/// @param revision of the object's row, 0 if it is absent
/// @param stored the object's row with its extents, also if its end has come
record Current(
        ObjectName name,
        boolean hasContainer,
        long revision,
        @Nullable ObjectRow stored) {
    static Current read(MetadataStore rows, ObjectName name) {
        var shard = RowKeys.shard(name.container());
        var objectKey = RowKeys.object(name.text());
        var found = rows.get(shard, List.of(RowKeys.CONTAINER, objectKey));
        var current = of(name, found.get(0), found.get(1), null);
        if (current.stored == null || current.stored.place() != ObjectRow.Place.ELSEWHERE) return current;
        var again = rows.get(shard, List.of(RowKeys.CONTAINER, objectKey, RowKeys.data(name.text())));
        return of(name, again.get(0), again.get(1), again.get(2).map(Row::value).orElse(null));
    }

    private static Current of(ObjectName name, Optional<Row> container, Optional<Row> object, byte @Nullable [] data) {
        if (object.isEmpty()) return new Current(name, container.isPresent(), 0, null);
        var row = object.get();
        return new Current(name, container.isPresent(), row.revision(), ObjectRow.decode(row.value(), data));
    }

    /// The object's row, unless its end has come.
    Optional<ObjectRow> visible(long nowSeconds) {
        return stored == null || stored.hasEndedAt(nowSeconds) ? Optional.empty() : Optional.of(stored);
    }

    Optional<StoredObject> object(long nowSeconds) {
        return visible(nowSeconds).map(row -> row.object(name));
    }

    /// Time of modification for whatever takes this one's place: later than it in every case.
    long nextModifiedMicros(long nowMicros) {
        return stored == null ? nowMicros : Math.max(nowMicros, stored.modifiedMicros() + 1);
    }
}
