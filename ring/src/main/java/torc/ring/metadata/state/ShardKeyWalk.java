package torc.ring.metadata.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import torc.ring.metadata.ShardKey;

/// Finds shard keys that hold rows: one seek for each, and one for each shard.
public final class ShardKeyWalk {
    private ShardKeyWalk() {}

    public static List<ShardKey> walk(State state, String prefix, Optional<ShardKey> after, int limit) {
        var text = prefix.getBytes(UTF_8);
        var found = new ArrayList<ShardKey>();
        int first = after.map(StateKeys::shardNumber).orElse(0);
        try (var options = new ReadOptions();
                var iterator = state.iterator(options)) {
            for (int number = first; number < StateKeys.SHARDS && found.size() < limit; number++) {
                var start = StateKeys.escaped(number, text);
                var from = number == first && after.isPresent()
                        ? StateKeys.endOfPrefix(StateKeys.prefix(after.get()))
                        : start;
                iterator.seek(Arrays.compareUnsigned(from, start) < 0 ? start : from);
                collect(iterator, start, found, limit);
                if (!iterator.isValid()) break;
            }
            iterator.status();
            return found;
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    private static void collect(RocksIterator iterator, byte[] start, List<ShardKey> found, int limit) {
        while (iterator.isValid() && found.size() < limit) {
            var key = iterator.key();
            boolean inRange = key.length >= start.length && Arrays.equals(key, 0, start.length, start, 0, start.length);
            if (!inRange) return;
            var shard = StateKeys.shardKeyOf(key);
            found.add(shard);
            iterator.seek(StateKeys.endOfPrefix(StateKeys.prefix(shard)));
        }
    }
}
