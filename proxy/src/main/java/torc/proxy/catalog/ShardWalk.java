package torc.proxy.catalog;

import java.util.Optional;
import java.util.function.Predicate;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.ShardKey;

/// Walks over shard keys, for sweeps.
final class ShardWalk {
    private static final int PAGE = 500;

    private ShardWalk() {}

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
