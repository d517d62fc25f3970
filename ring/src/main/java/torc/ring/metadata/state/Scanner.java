package torc.ring.metadata.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Walks over rows. A folded group costs one seek, however many rows are in it.
public final class Scanner {
    private final Scan scan;
    private final byte[] prefix;
    private final byte[] from;
    private final List<ScanItem> items = new ArrayList<>();

    private Scanner(ShardKey shard, Scan scan) {
        this.scan = scan;
        this.prefix = StateKeys.prefix(shard);
        this.from = StateKeys.rowKey(prefix, scan.from());
    }

    public static List<ScanItem> scan(State state, ShardKey shard, Scan scan) {
        if (scan.from().compareTo(scan.end()) >= 0) return List.of();
        return new Scanner(shard, scan).run(state);
    }

    private List<ScanItem> run(State state) {
        try (var lower = new Slice(from);
                var upper = new Slice(StateKeys.rowKey(prefix, scan.end()));
                var options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                var iterator = state.iterator(options)) {
            if (scan.reverse()) iterator.seekToLast();
            else iterator.seek(from);
            while (iterator.isValid() && items.size() < scan.limit()) take(iterator);
            iterator.status();
            return items;
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    private void take(RocksIterator iterator) {
        var key = iterator.key();
        int end = scan.fold().map(fold -> endOfGroup(key, fold)).orElse(-1);
        if (end < 0) {
            items.add(new ScanItem.Found(StateRow.decode(StateKeys.rowKeyOf(key, prefix.length), iterator.value())));
            if (scan.reverse()) iterator.prev();
            else iterator.next();
            return;
        }
        var group = Arrays.copyOf(key, end);
        items.add(new ScanItem.Folded(RowKey.of(group, prefix.length, end)));
        if (scan.reverse()) skipDown(iterator, group);
        else skipUp(iterator, group);
    }

    /// The end of the delimiter in a key of the state, or -1 if the key is in no group.
    private int endOfGroup(byte[] key, Scan.Fold fold) {
        var delimiter = fold.delimiter();
        for (int i = prefix.length + fold.prefixBytes(); i + delimiter.length <= key.length; i++)
            if (Arrays.equals(key, i, i + delimiter.length, delimiter, 0, delimiter.length))
                return i + delimiter.length;
        return -1;
    }

    private static void skipUp(RocksIterator iterator, byte[] group) {
        int last = group.length - 1;
        while (group[last] == (byte) 0xff) last--; // Ends at the shard number at the latest, which is below 0xffff.
        var end = Arrays.copyOf(group, last + 1);
        end[last]++;
        iterator.seek(end);
    }

    private static void skipDown(RocksIterator iterator, byte[] group) {
        iterator.seekForPrev(group);
        if (iterator.isValid() && Arrays.equals(iterator.key(), group)) iterator.prev();
    }
}
