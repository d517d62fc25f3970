package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import torc.proxy.objects.ObjectName;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;

/// Which rows a name may be found in: a version stands under its object's name as long as it is current, and
/// under one of its own when it no longer is. Both are read at one moment.
final class VersionRows {
    private VersionRows() {}

    /// Keys of the rows of objects that a name may be found in.
    static List<RowKey> objects(ObjectName name) {
        var current = RowKeys.object(name.text());
        return hasOwnRow(name)
                ? List.of(current, RowKeys.object(RowKeys.versionName(name.text(), name.version())))
                : List.of(current);
    }

    /// Keys of the data rows that belong to them.
    static List<RowKey> data(ObjectName name) {
        var current = RowKeys.data(name.text());
        return hasOwnRow(name)
                ? List.of(current, RowKeys.data(RowKeys.versionName(name.text(), name.version())))
                : List.of(current);
    }

    /// The row, of those of [#objects], that is the name's.
    static Optional<Row> choose(ObjectName name, List<Optional<Row>> objects) {
        var current = objects.getFirst();
        if (name.isCurrent()) return current;
        if (current.isPresent() && ObjectRow.version(current.get().value()) == name.version()) return current;
        return hasOwnRow(name) ? objects.getLast() : Optional.empty();
    }

    /// Whether an object is not to be seen under this name when its end has come.
    static boolean endsCount(ObjectName name) {
        return name.version() == ObjectName.CURRENT || name.version() == ObjectName.UNVERSIONED;
    }

    private static boolean hasOwnRow(ObjectName name) {
        return name.version() > ObjectName.UNVERSIONED;
    }
}
