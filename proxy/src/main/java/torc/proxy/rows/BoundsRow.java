package torc.proxy.rows;

import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.ring.metadata.RowKey;

/// Which names a shard of a container owns. This row alone decides it: the table of ranges only says where to
/// look.
/// Whoever writes below a name checks that the row is still the one that he saw.
///
/// @param incarnation of the container
/// @param from the least object key that is the shard's own
/// @param end the first object key that is not any more; `from` if none is
/// @param leaving the range that is on its way out, or has gone and is being cleared; null if there is none
public record BoundsRow(
        Id128 incarnation,
        RowKey from,
        RowKey end,
        @Nullable Leaving leaving) {
    private static final int VERSION = 1;
    private static final int NO_PHASE = 0;

    /// How far a range has gone.
    public enum Phase {
        /// The shard owns it; who changes something of a name leaves a mark.
        COPYING(1),
        /// The shard owns it and lets nothing be changed.
        SEALED(2),
        /// It is the target's. What stands here is to be cleared.
        GONE(3);

        private final int code;

        Phase(int code) {
            this.code = code;
        }
    }

    /// A range on its way out.
    ///
    /// @param target text of the shard key that it moves to
    public record Leaving(Id128 move, String target, RowKey from, RowKey end, Phase phase) {
        public Leaving in(Phase next) {
            return new Leaving(move, target, from, end, next);
        }

        public boolean covers(RowKey objectKey) {
            return isWithin(objectKey, from, end);
        }
    }

    /// All names.
    public static BoundsRow all(Id128 incarnation) {
        return new BoundsRow(incarnation, RowKeys.OBJECTS, RowKeys.OBJECTS.endOfPrefix(), null);
    }

    public BoundsRow with(@Nullable Leaving changed) {
        return new BoundsRow(incarnation, from, end, changed);
    }

    public BoundsRow endingAt(RowKey newEnd) {
        return new BoundsRow(incarnation, from, newEnd, leaving);
    }

    public boolean covers(RowKey objectKey) {
        return isWithin(objectKey, from, end);
    }

    private static boolean isWithin(RowKey key, RowKey from, RowKey end) {
        return from.compareTo(key) <= 0 && key.compareTo(end) < 0;
    }

    public byte[] encode() {
        var to = new RecordWriter(128).u8(VERSION).id(incarnation).key(from).key(end);
        if (leaving == null) return to.u8(NO_PHASE).toBytes();
        return to.u8(leaving.phase.code)
                .id(leaving.move)
                .string(leaving.target)
                .key(leaving.from)
                .key(leaving.end)
                .toBytes();
    }

    public static BoundsRow decode(byte[] value) {
        var record = new RecordReader(value).version("a shard's bounds", VERSION);
        var incarnation = record.id();
        var from = record.key();
        var end = record.key();
        var phase = record.u8();
        var leaving = phase == NO_PHASE
                ? null
                : new Leaving(record.id(), record.string(), record.key(), record.key(), phase(phase));
        return new BoundsRow(incarnation, from, end, leaving);
    }

    private static Phase phase(int code) {
        for (var phase : Phase.values()) if (phase.code == code) return phase;
        throw new RowUnreadable("a range in phase " + code);
    }
}
