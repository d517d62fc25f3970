package torc.proxy.fsck;

import java.util.Optional;
import java.util.function.Consumer;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Walks over many shards or rows, a page at a time.
final class RowWalk {
    private static final int PAGE = 500;

    private RowWalk() {}

    static void shards(MetadataStore rows, String prefix, Consumer<ShardKey> visit) {
        var after = Optional.<ShardKey>empty();
        while (true) {
            var page = rows.shardKeys(prefix, after, PAGE);
            page.forEach(visit);
            if (page.size() < PAGE) return;
            after = Optional.of(page.getLast());
        }
    }

    static void rows(MetadataStore rows, ShardKey shard, RowKey prefix, Consumer<Row> visit) {
        rows(rows, shard, prefix, prefix.endOfPrefix(), visit);
    }

    static void rows(MetadataStore rows, ShardKey shard, RowKey first, RowKey end, Consumer<Row> visit) {
        var from = first;
        while (true) {
            var page = rows.scan(shard, Scan.range(from, end, PAGE));
            for (var item : page) if (item instanceof ScanItem.Found(var row)) visit.accept(row);
            if (page.size() < PAGE) return;
            from = page.getLast().key().next();
        }
    }

    static boolean isDone(CommitOutcome outcome) {
        return outcome instanceof CommitOutcome.Committed;
    }
}
