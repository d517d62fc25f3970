package torc.proxy.catalog;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Versioning;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Scan;
import torc.ring.metadata.Transaction;

/// Keeps what is replaced or deleted as a version (decision 0081): its rows move, in the transaction that does
/// it, to a name directly behind that of the object, in the same shard. Versions are numbered by the time of
/// their writing in tens of microseconds, which is what Swift's timestamps tell.
///
/// Nothing of this costs a container anything that never had versions.
final class Versions {
    private static final int MICROS_OF_NUMBER = 10;

    private final Shelf shelf;

    Versions(Shelf shelf) {
        this.shelf = shelf;
    }

    /// What is to become of an object, and of what takes its place.
    ///
    /// @param versioning of the container
    /// @param keptAs number of the version that the object becomes; empty if it does not
    /// @param number of what takes its place
    /// @param modifiedMicros of what takes its place
    record Succession(Versioning versioning, OptionalLong keptAs, long number, long modifiedMicros) {
        /// Of what was written elsewhere; among versions, each one's time is this store's.
        Succession sentAt(long sentMicros) {
            return versioning == Versioning.NEVER ? new Succession(versioning, keptAs, number, sentMicros) : this;
        }
    }

    /// @param versioning of the container
    Succession succession(Current current, Versioning versioning, long nowMicros) {
        var modified = current.nextModifiedMicros(nowMicros);
        if (versioning == Versioning.NEVER) return new Succession(versioning, OptionalLong.empty(), 0, modified);
        var last = newest(current);
        var keptAs = OptionalLong.empty();
        var stored = current.stored();
        if (stored != null) {
            if (stored.version() != 0) keptAs = OptionalLong.of(stored.version());
            else if (versioning == Versioning.ENABLED)
                keptAs = OptionalLong.of(Math.max(stored.modifiedMicros() / MICROS_OF_NUMBER, last + 1));
        }
        last = Math.max(last, keptAs.orElse(0));
        if (modified / MICROS_OF_NUMBER <= last) modified = (last + 1) * MICROS_OF_NUMBER;
        var number = versioning == Versioning.ENABLED ? modified / MICROS_OF_NUMBER : 0;
        return new Succession(versioning, keptAs, number, modified);
    }

    /// Number of the newest version that is not current; 0 if there is none.
    private long newest(Current current) {
        var found = shelf.rows()
                .scan(
                        current.shard(),
                        Scan.prefix(RowKeys.versions(current.name().text()), 1));
        return found.isEmpty()
                ? 0
                : RowKeys.version(RowKeys.objectName(found.getFirst().key()));
    }

    /// Adds to a transaction, which checks that the object has not changed, that it becomes a version. What
    /// stands under its name is the transaction's matter.
    ///
    /// @return how the container's usage changes
    UsageRow keep(Transaction.Builder transaction, Current current, ObjectRow stored, long number) {
        var name = RowKeys.versionName(current.name().text(), number);
        var kept = stored.kept(number);
        return put(transaction, current, name, kept, data(current));
    }

    /// Adds a version that says that the object was deleted.
    ///
    /// @return how the container's usage changes
    UsageRow mark(Transaction.Builder transaction, Current current, long number) {
        var marker = ObjectRow.marker(number, number * MICROS_OF_NUMBER);
        return put(transaction, current, RowKeys.versionName(current.name().text(), number), marker, null);
    }

    private static UsageRow put(
            Transaction.Builder transaction, Current current, String name, ObjectRow row, byte @Nullable [] data) {
        transaction.put(RowKeys.object(name), row.encode());
        if (data != null) transaction.put(RowKeys.data(name), data);
        current.owner().mark(transaction, name);
        return UsageRow.difference(name, null, row);
    }

    /// The data row of an object, which is the one that belongs to it as long as the object does not change;
    /// null if it has none.
    byte @Nullable [] data(Current current) {
        var stored = current.stored();
        if (stored == null || !stored.hasDataRow()) return null;
        return shelf.rows()
                .get(current.shard(), RowKeys.data(current.row()))
                .map(Row::value)
                .orElse(null);
    }

    /// That no version has a number yet.
    static Check isFree(ObjectName name, long number) {
        return new Check.Absent(RowKeys.object(RowKeys.versionName(name.text(), number)));
    }
}
