package torc.ring.metadata;

import java.util.Optional;

/// A walk over the rows of one shard key.
///
/// @param from least key to give, inclusive
/// @param end first key not to give any more, exclusive
/// @param limit greatest number of items to give, 1 to [#MAX_LIMIT]
/// @param reverse from the end down
/// @param fold gives keys that share a prefix up to a delimiter as one item
public record Scan(RowKey from, RowKey end, int limit, boolean reverse, Optional<Fold> fold) {
    /// Greatest number of items of one scan.
    public static final int MAX_LIMIT = 10_001;

    public Scan {
        if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit " + limit);
    }

    /// The rows of a range in ascending order.
    public static Scan range(RowKey from, RowKey end, int limit) {
        return new Scan(from, end, limit, false, Optional.empty());
    }

    /// The rows whose keys start with `prefix`, in ascending order.
    public static Scan prefix(RowKey prefix, int limit) {
        return range(prefix, prefix.endOfPrefix(), limit);
    }

    /// Makes one item of all keys that are alike up to and including the first `delimiter` at or after `prefixBytes`.
    /// The store skips over the keys of such a group without reading them.
    public record Fold(int prefixBytes, byte[] delimiter) {}
}
