package torc.objectserver.index;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/// What a device knows of one blob id.
///
/// @param changedAtMillis when a deleted blob was deleted, by the wall clock; 0 for others
/// @param sequence the record's; of two records of one id the one with the higher sequence counts
/// @param offset of the record in its segment
/// @param dataOffset of the data in the record
/// @param recordBytes length of the whole record
/// @param shadows other segments in which older or equal records of this id may stand: as long as one of them is
///     there, the entry is needed to keep them dead
public record IndexEntry(
        State state,
        int partition,
        long sequence,
        int segment,
        long offset,
        int dataOffset,
        long dataBytes,
        long recordBytes,
        long changedAtMillis,
        List<Integer> shadows) {
    private static final int FIXED_BYTES = 1 + 4 + 8 + 4 + 8 + 4 + 8 + 8 + 8 + 2;

    /// What the copy is good for.
    public enum State {
        SOUND(1),
        QUARANTINED(2),
        DELETED(3);

        private final byte code;

        State(int code) {
            this.code = (byte) code;
        }

        private static State ofCode(byte code) {
            for (var state : values()) if (state.code == code) return state;
            throw new IllegalStateException("an index entry is in state " + code);
        }
    }

    public IndexEntry {
        shadows = List.copyOf(shadows);
    }

    public boolean isAt(int otherSegment, long otherOffset) {
        return segment == otherSegment && offset == otherOffset;
    }

    public boolean isSound() {
        return state == State.SOUND;
    }

    public boolean isDeleted() {
        return state == State.DELETED;
    }

    public IndexEntry quarantined() {
        return new IndexEntry(
                State.QUARANTINED,
                partition,
                sequence,
                segment,
                offset,
                dataOffset,
                dataBytes,
                recordBytes,
                0,
                shadows);
    }

    public IndexEntry movedTo(int newSegment, long newOffset) {
        return new IndexEntry(
                state,
                partition,
                sequence,
                newSegment,
                newOffset,
                dataOffset,
                dataBytes,
                recordBytes,
                changedAtMillis,
                shadows);
    }

    public IndexEntry withShadow(int shadow) {
        if ((shadow == segment && !isDeleted()) || shadows.contains(shadow)) return this;
        return withShadows(Stream.concat(shadows.stream(), Stream.of(shadow)).toList());
    }

    public IndexEntry withShadows(List<Integer> newShadows) {
        return new IndexEntry(
                state,
                partition,
                sequence,
                segment,
                offset,
                dataOffset,
                dataBytes,
                recordBytes,
                changedAtMillis,
                newShadows);
    }

    byte[] encode() {
        var out = ByteBuffer.allocate(FIXED_BYTES + 4 * shadows.size());
        out.put(state.code).putInt(partition).putLong(sequence).putInt(segment).putLong(offset);
        out.putInt(dataOffset).putLong(dataBytes).putLong(recordBytes).putLong(changedAtMillis);
        out.putShort((short) shadows.size());
        shadows.forEach(out::putInt);
        return out.array();
    }

    static IndexEntry decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var state = State.ofCode(in.get());
        return new IndexEntry(
                state,
                in.getInt(),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                Stream.generate(in::getInt).limit(in.getShort()).toList());
    }
}
