package torc.proxy.catalog;

import java.util.Optional;
import java.util.function.Predicate;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.ShardKey;

/// Walks over shard keys, for sweeps.
final class ShardWalk {
    private static final int PAGE = 500;

    private ShardWalk() {}

    /// Walks over all shards that hold rows of containers: first those of the containers, then those of further
    /// ranges.
    static void walkContainers(MetadataStore rows, Optional<ShardKey> after, Predicate<ShardKey> visit) {
        var goesOn = new boolean[] {true};
        Predicate<ShardKey> each = shard -> goesOn[0] = visit.test(shard);
        var isPast = after.isPresent() && after.get().text().startsWith(RowKeys.RANGE_SHARDS);
        if (!isPast) walk(rows, RowKeys.CONTAINER_SHARDS, after, each);
        if (goesOn[0]) walk(rows, RowKeys.RANGE_SHARDS, isPast ? after : Optional.empty(), each);
    }

    /// @param prefix of the shard keys
    /// @param visit returns false to end the walk
    static void walk(MetadataStore rows, String prefix, Optional<ShardKey> after, Predicate<ShardKey> visit) {
        var last = after;
        while (true) {
            var page = rows.shardKeys(prefix, last, PAGE);
            for (var shard : page) if (!visit.test(shard)) return;
            if (page.size() < PAGE) return;
            last = Optional.of(page.getLast());
        }
    }
}
