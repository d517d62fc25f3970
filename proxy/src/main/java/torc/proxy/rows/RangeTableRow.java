package torc.proxy.rows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.ring.metadata.RowKey;

/// Where the ranges of a container are, as its own shard knows it. The table may lag behind a move by a step;
/// what a
/// shard owns, its [BoundsRow] says.
///
/// @param ranges in order of their names; the first one begins before all names
/// @param move the range that is on its way; null if there is none. There is one at a time.
public record RangeTableRow(List<Range> ranges, @Nullable Move move) {
    private static final int VERSION = 1;

    public RangeTableRow {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) throw new IllegalArgumentException("a container without a range");
    }

    /// Names from `from` on, up to the next range.
    ///
    /// @param shard text of the shard key
    public record Range(RowKey from, String shard) {}

    /// A range on its way from shard to shard.
    public record Move(Id128 id, String source, String target, RowKey from, RowKey end) {
        public boolean covers(RowKey objectKey) {
            return from.compareTo(objectKey) <= 0 && objectKey.compareTo(end) < 0;
        }
    }

    /// All names in one shard.
    public static RangeTableRow undivided(String shard) {
        return new RangeTableRow(List.of(new Range(RowKeys.OBJECTS, shard)), null);
    }

    public RangeTableRow with(@Nullable Move begun) {
        return new RangeTableRow(ranges, begun);
    }

    /// The shard of an object's key.
    public String shard(RowKey objectKey) {
        return ranges.get(index(objectKey, true)).shard();
    }

    /// The shard of the keys just below `end`.
    public String shardBelow(RowKey end) {
        return ranges.get(index(end, false)).shard();
    }

    private int index(RowKey key, boolean inclusive) {
        for (int i = ranges.size() - 1; i > 0; i--) {
            var order = ranges.get(i).from().compareTo(key);
            if (order < 0 || (order == 0 && inclusive)) return i;
        }
        return 0;
    }

    /// The table as it is when the move has been made.
    public RangeTableRow moved() {
        if (move == null) return this;
        var after = new ArrayList<Range>();
        for (var range : ranges) {
            var order = range.from().compareTo(move.from());
            if (order == 0) continue;
            if (order > 0) add(after, move);
            after.add(range);
        }
        add(after, move);
        return new RangeTableRow(after, move);
    }

    /// A target that owns the names before grows; any other becomes a range of its own.
    private static void add(List<Range> ranges, Move move) {
        var last = ranges.isEmpty() ? null : ranges.getLast();
        if (last != null && (last.shard().equals(move.target()) || last.from().compareTo(move.from()) >= 0)) return;
        ranges.add(new Range(move.from(), move.target()));
    }

    public byte[] encode() {
        var to = new RecordWriter(256).u8(VERSION).varint(ranges.size());
        for (var range : ranges) to.key(range.from()).string(range.shard());
        if (move == null) return to.u8(0).toBytes();
        return to.u8(1)
                .id(move.id)
                .string(move.source)
                .string(move.target)
                .key(move.from)
                .key(move.end)
                .toBytes();
    }

    public static RangeTableRow decode(byte[] value) {
        var from = new RecordReader(value).version("a table of ranges", VERSION);
        var count = from.size();
        var ranges = new ArrayList<Range>(count);
        for (int i = 0; i < count; i++) ranges.add(new Range(from.key(), from.string()));
        var move = from.u8() == 0 ? null : new Move(from.id(), from.string(), from.string(), from.key(), from.key());
        return new RangeTableRow(ranges, move);
    }
}
