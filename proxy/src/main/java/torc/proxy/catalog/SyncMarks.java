package torc.proxy.catalog;

import java.util.Optional;
import torc.proxy.objects.Syncing;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.SyncMarkRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Transaction;

/// What is written of a name in a container that is synchronised with another one, in the transaction that changes
/// the name: that the other one is to be told, and when something was deleted, so that nothing older comes back.
///
/// Times are compared in tens of microseconds, which is what Swift's timestamps tell.
record SyncMarks(Shelf shelf) {
    private static final int MICROS_OF_TIMESTAMP = 10;

    /// What is known of a name.
    record Seen(Optional<Row> row) {
        /// Whether what happened here is as late as that.
        boolean isAsLateAs(Current current, long sentMicros) {
            var stored = current.stored();
            if (stored != null && isAsLate(stored.modifiedMicros(), sentMicros)) return true;
            return isMarkedAsLateAs(sentMicros);
        }

        boolean isMarkedAsLateAs(long sentMicros) {
            return row.isPresent()
                    && isAsLate(SyncMarkRow.decode(row.get().value()).micros(), sentMicros);
        }

        private static boolean isAsLate(long micros, long sentMicros) {
            return micros / MICROS_OF_TIMESTAMP >= sentMicros / MICROS_OF_TIMESTAMP;
        }

        /// That it is still what is known.
        Check check(String name) {
            return new Check.AtRevision(
                    RowKeys.syncMark(name), row.map(Row::revision).orElse(0L));
        }
    }

    Seen seen(Current current) {
        return new Seen(shelf.rows()
                .get(current.shard(), RowKeys.syncMark(current.name().text())));
    }

    /// When something is deleted now: later than it was written, in every timestamp.
    static long deletedMicros(Current current, long nowMicros) {
        var stored = current.stored();
        return stored == null ? nowMicros : Math.max(nowMicros, stored.modifiedMicros() + MICROS_OF_TIMESTAMP);
    }

    /// Adds that an object stands there.
    static void written(Transaction.Builder transaction, String name, Syncing syncing, long micros) {
        if (syncing.sends()) put(transaction, name, new SyncMarkRow(true, true, micros));
        else if (syncing.receives()) transaction.delete(RowKeys.syncMark(name));
    }

    /// Adds that it was deleted.
    static void deleted(Transaction.Builder transaction, String name, Syncing syncing, long micros) {
        if (syncing.sends() || syncing.receives())
            put(transaction, name, new SyncMarkRow(false, syncing.sends(), micros));
    }

    private static void put(Transaction.Builder transaction, String name, SyncMarkRow mark) {
        transaction.put(RowKeys.syncMark(name), mark.encode());
    }
}
