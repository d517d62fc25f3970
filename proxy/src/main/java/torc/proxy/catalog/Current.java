package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;

/// What stands under a name, or as one version of it, at one moment.
///
/// @param row the name in the keys of its rows; of a version that is not current, [RowKeys#versionName]
/// @param owner the shard that owned the name
/// @param revision of the object's row, 0 if it is absent
/// @param stored the object's row with its extents, also if its end has come
record Current(
        ObjectName name,
        String row,
        Owned owner,
        long revision,
        @Nullable ObjectRow stored) {
    static Current read(Ranges ranges, ObjectName name) {
        var keys = new ArrayList<>(VersionRows.objects(name));
        var found = ranges.read(name, keys);
        var current = of(name, found, found.rows(), Optional.empty());
        if (current.stored == null || current.stored.place() != ObjectRow.Place.ELSEWHERE) return current;
        // The extents are in the data row, which has to be of the same moment.
        var data = RowKeys.data(current.row);
        keys.add(data);
        var again = ranges.read(name, keys);
        var objects = again.rows().subList(0, keys.size() - 1);
        return of(
                name,
                again,
                objects,
                again.rows().getLast().filter(_ -> rowOf(name, objects).equals(current.row)));
    }

    private static Current of(ObjectName name, Owned owner, List<Optional<Row>> objects, Optional<Row> data) {
        var found = VersionRows.choose(name, objects);
        var row = rowOf(name, objects);
        if (found.isEmpty()) return new Current(name, row, owner, 0, null);
        var decoded = ObjectRow.decode(found.get().value(), data.map(Row::value).orElse(null));
        return new Current(name, row, owner, found.get().revision(), decoded);
    }

    private static String rowOf(ObjectName name, List<Optional<Row>> objects) {
        return VersionRows.choose(name, objects)
                .map(row -> RowKeys.objectName(row.key()))
                .orElse(name.text());
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
        return visible(nowSeconds).map(found -> found.object(name));
    }

    /// Time of modification for whatever takes this one's place: later than it in every case.
    long nextModifiedMicros(long nowMicros) {
        return stored == null ? nowMicros : Math.max(nowMicros, stored.modifiedMicros() + 1);
    }
}
