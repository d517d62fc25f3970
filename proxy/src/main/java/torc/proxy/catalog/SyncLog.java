package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Syncing;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.SyncMarkRow;
import torc.proxy.rows.SyncedContainerRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.Transaction;

/// Which containers are synchronised with others, and what the others are still to be told (decision 0083). Safe
/// at any time, beside any traffic and beside itself.
public final class SyncLog {
    /// A note is older than this before it can be found to be nobody's: it is written before the property.
    private static final long NOTE_LASTS_MICROS = 3_600_000_000L;

    private static final int SCANNED_AT_ONCE = 200;

    private final Shelf shelf;

    SyncLog(Shelf shelf) {
        this.shelf = shelf;
    }

    /// Notes, before a container is synchronised, that it is: whoever looks later finds it.
    void noteChange(ContainerName container, Map<String, String> before, Map<String, String> after) {
        if (!Syncing.of(after).receives()) return;
        var isSame = Objects.equals(before.get(Syncing.TO_PROPERTY), after.get(Syncing.TO_PROPERTY))
                && Objects.equals(before.get(Syncing.KEY_PROPERTY), after.get(Syncing.KEY_PROPERTY));
        if (isSame) return;
        var noted = Transaction.on(RowKeys.SYNCED_SHARD)
                .put(
                        RowKeys.synced(container),
                        SyncedContainerRow.noted(shelf.nowMicros()).encode())
                .build();
        shelf.commit(noted);
    }

    /// A container that is synchronised, or was.
    ///
    /// @param destination where what it held before has been sent to
    /// @param cursor name of the last object of that
    /// @param listed whether that was all
    public record Synced(ContainerName container, String destination, String cursor, boolean listed, long revision) {}

    /// The next containers behind `after`, in an order of their own.
    public List<Synced> containers(Optional<ContainerName> after, int limit) {
        var from = after.map(name -> RowKeys.synced(name).next()).orElse(RowKeys.SYNCED);
        var found = new ArrayList<Synced>();
        for (var item :
                shelf.rows().scan(RowKeys.SYNCED_SHARD, Scan.range(from, RowKeys.SYNCED.endOfPrefix(), limit))) {
            if (!(item instanceof ScanItem.Found(var row))) continue;
            var noted = SyncedContainerRow.decode(row.value());
            found.add(new Synced(
                    RowKeys.syncedContainer(row.key()),
                    noted.destination(),
                    noted.cursor(),
                    noted.listed(),
                    row.revision()));
        }
        return found;
    }

    /// Keeps how far what a container held before has been sent.
    ///
    /// @return the note as it is now; empty if it is another one meanwhile
    public Optional<Synced> advance(Synced synced, String destination, String cursor, boolean listed) {
        var key = RowKeys.synced(synced.container());
        var found = shelf.rows().get(RowKeys.SYNCED_SHARD, key).filter(row -> row.revision() == synced.revision());
        if (found.isEmpty()) return Optional.empty();
        var noted = SyncedContainerRow.decode(found.get().value());
        var next = new SyncedContainerRow(noted.notedMicros(), destination, cursor, listed);
        var done = shelf.commit(Transaction.on(RowKeys.SYNCED_SHARD)
                .check(new Check.AtRevision(key, synced.revision()))
                .put(key, next.encode())
                .build());
        if (!done) return Optional.empty();
        return shelf.rows()
                .get(RowKeys.SYNCED_SHARD, key)
                .map(row -> new Synced(synced.container(), destination, cursor, listed, row.revision()));
    }

    /// Forgets a container that is synchronised no longer, with all that was to be told.
    public void forget(Synced synced) {
        var key = RowKeys.synced(synced.container());
        var found = shelf.rows().get(RowKeys.SYNCED_SHARD, key).filter(row -> row.revision() == synced.revision());
        if (found.isEmpty()) return;
        var noted = SyncedContainerRow.decode(found.get().value());
        if (shelf.nowMicros() - noted.notedMicros() < NOTE_LASTS_MICROS) return;
        for (var shard : shelf.ranges().shards(synced.container())) {
            while (true) {
                var marks = shelf.rows().scan(shard, Scan.prefix(RowKeys.SYNC_MARKS, SCANNED_AT_ONCE));
                if (marks.isEmpty()) break;
                var clearing = Transaction.on(shard);
                for (var mark : marks) clearing.delete(mark.key());
                shelf.commit(clearing.build());
            }
        }
        shelf.commit(Transaction.on(RowKeys.SYNCED_SHARD)
                .check(new Check.AtRevision(key, synced.revision()))
                .delete(key)
                .build());
    }

    /// What last happened under a name.
    ///
    /// @param present whether an object stands there; else it was deleted
    /// @param pending whether the other container is still to be told
    public record Marked(ObjectName name, boolean present, boolean pending, long micros, long revision) {}

    /// The next marks behind the name `after`, in order of names over all ranges.
    public List<Marked> marks(ContainerName container, String after, int limit) {
        var query = new ListQuery("", "", after, "", limit, false);
        var found = new ArrayList<Marked>();
        for (var item : shelf.ranges().scan(container, 'y', ListRange.of('y', query), limit, false)) {
            if (item instanceof ScanItem.Found(var row)) found.add(marked(container, row));
        }
        return found;
    }

    private static Marked marked(ContainerName container, Row row) {
        var mark = SyncMarkRow.decode(row.value());
        var name = new ObjectName(container, RowKeys.objectName(row.key()));
        return new Marked(name, mark.present(), mark.pending(), mark.micros(), row.revision());
    }

    /// Notes that the other container knows, unless more has happened since. A deletion stays known.
    public void told(Marked mark) {
        var key = RowKeys.syncMark(mark.name().text());
        var shard = shelf.ranges().read(mark.name(), List.of()).shard();
        var transaction = Transaction.on(shard).check(new Check.AtRevision(key, mark.revision()));
        if (mark.present()) transaction.delete(key);
        else transaction.put(key, new SyncMarkRow(false, false, mark.micros()).encode());
        shelf.commit(transaction.build());
    }

    /// Forgets a deletion that is so old that nothing from before it comes any more.
    public void forget(Marked mark) {
        var key = RowKeys.syncMark(mark.name().text());
        var shard = shelf.ranges().read(mark.name(), List.of()).shard();
        shelf.commit(Transaction.on(shard)
                .check(new Check.AtRevision(key, mark.revision()))
                .delete(key)
                .build());
    }
}
