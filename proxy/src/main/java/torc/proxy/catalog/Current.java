package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;

/// What stands under a name at one moment.
///
/// @param owner the shard that owned the name
/// @param revision of the object's row, 0 if it is absent
/// @param stored the object's row with its extents, also if its end has come
record Current(
        ObjectName name,
        Owned owner,
        long revision,
        @Nullable ObjectRow stored) {
    static Current read(Ranges ranges, ObjectName name) {
        var objectKey = RowKeys.object(name.text());
        var found = ranges.read(name, List.of(objectKey));
        var current = of(name, found, found.rows().getFirst(), null);
        if (current.stored == null || current.stored.place() != ObjectRow.Place.ELSEWHERE) return current;
        var again = ranges.read(name, List.of(objectKey, RowKeys.data(name.text())));
        var data = again.rows().getLast().map(Row::value).orElse(null);
        return of(name, again, again.rows().getFirst(), data);
    }

    private static Current of(ObjectName name, Owned owner, Optional<Row> object, byte @Nullable [] data) {
        if (object.isEmpty()) return new Current(name, owner, 0, null);
        var row = object.get();
        return new Current(name, owner, row.revision(), ObjectRow.decode(row.value(), data));
    }

    boolean hasContainer() {
        return owner.hasContainer();
    }

    /// Where what takes this one's place will stand.
    ShardKey shard() {
        return owner.shard();
    }

    boolean isSealed() {
        return owner.isSealed(name.text());
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
