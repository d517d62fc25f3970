package torc.proxy.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.ReferenceRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Finishes what crashes have left half done, and removes objects whose end has come. Each step asks the rows
/// and is safe at any time, beside any traffic and beside itself. Run [#expire] and [#reap] every minute or so,
/// [#repair] every hour or so.
public final class Sweep {
    private static final int SCANNED_AT_ONCE = 200;

    /// Clocks of one cluster differ by less than this.
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(15);

    private final Shelf shelf;
    private final Expiry expiry;
    private final EndedUploads endedUploads;
    private final Borrowing borrowing;
    private final Entries entries;
    private final Reaper reaper;

    Sweep(Shelf shelf, Expiry expiry, EndedUploads endedUploads, Borrowing borrowing, Entries entries, Reaper reaper) {
        this.reaper = reaper;
        this.shelf = shelf;
        this.expiry = expiry;
        this.endedUploads = endedUploads;
        this.borrowing = borrowing;
        this.entries = entries;
    }

    /// Removes all objects whose end has come.
    ///
    /// @return how many
    public long expire() {
        var removed = new long[1];
        ShardWalk.walk(shelf.rows(), RowKeys.CONTAINER_SHARDS, Optional.empty(), shard -> {
            removed[0] += expiry.removeDue(RowKeys.container(shard));
            return true;
        });
        return removed[0];
    }

    /// Removes what accounts hold that were deleted, and then those accounts.
    ///
    /// @param pacing asked before objects are removed
    public void reap(Splitter.Pacing pacing) throws InterruptedException {
        reaper.reap(pacing);
    }

    /// How many objects and versions [#reap] has removed until now.
    public long reaped() {
        return reaper.removed();
    }

    /// Clears ended uploads, uploads of deleted containers, references that nobody holds, blobs that are kept
    /// for nobody, and entries of containers that never came to be.
    public void repair() {
        ShardWalk.walkContainers(shelf.rows(), Optional.empty(), shard -> {
            if (shard.text().startsWith(RowKeys.CONTAINER_SHARDS))
                endedUploads.endAllOfOtherIncarnations(RowKeys.container(shard));
            each(shard, RowKeys.ENDED_UPLOADS, row -> endedUploads.clear(shard, RowKeys.lastId(row.key())));
            dropStaleReferences(shard);
            each(shard, RowKeys.KEPT_BLOBS, row -> borrowing.buryIfUnneeded(shard, RowKeys.lastId(row.key())));
            return true;
        });
        ShardWalk.walk(shelf.rows(), RowKeys.ACCOUNT_SHARDS, Optional.empty(), shard -> {
            var account = RowKeys.account(shard);
            each(
                    shard,
                    RowKeys.ENTRIES,
                    row -> entries.removeIfStale(
                            new ContainerName(account, row.key().text(1)), row));
            return true;
        });
    }

    /// A borrower writes its holder row together with the row that uses the blob, before the reference's
    /// deadline, and removes it only after the reference: so a reference past its deadline without a holder row
    /// is nobody's.
    private void dropStaleReferences(ShardKey shard) {
        var latest = shelf.nowMicros() - CLOCK_ERROR.toNanos() / 1_000;
        var stale = new ArrayList<RowKey>();
        each(shard, RowKeys.REFERENCES, row -> {
            var reference = ReferenceRow.decode(row.value());
            if (reference.deadlineMicros() >= latest) return;
            var holder = RowKeys.holder(RowKeys.lastId(row.key()));
            if (shelf.rows().get(new ShardKey(reference.holder()), holder).isPresent()) return;
            stale.add(row.key());
            if (stale.size() == SCANNED_AT_ONCE) release(shard, stale);
        });
        release(shard, stale);
    }

    private void release(ShardKey shard, List<RowKey> stale) {
        if (!stale.isEmpty()) borrowing.release(shard, stale);
        stale.clear();
    }

    private void each(ShardKey shard, RowKey prefix, Consumer<Row> visit) {
        var from = prefix;
        while (true) {
            var page = shelf.rows().scan(shard, Scan.range(from, prefix.endOfPrefix(), SCANNED_AT_ONCE));
            for (var item : page) if (item instanceof ScanItem.Found(var row)) visit.accept(row);
            if (page.size() < SCANNED_AT_ONCE) return;
            from = page.getLast().key().next();
        }
    }
}
