package torc.objectserver.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/// The head of a segment file, and the sizes that its records keep (docs/formats.md, "Segment").
///
/// The head is written twice, 4 KiB apart, since the salt in it is needed to tell records from other bytes.
record SegmentFormat(int segment, TailKind kind, long salt) {
    static final int VERSION = 1;

    /// Bytes of data under one checksum.
    static final int BLOCK_BYTES = 64 << 10;

    /// Records begin at multiples of this.
    static final int ALIGNMENT = 64;

    /// The first record's place, behind two copies of the head.
    static final int FIRST_RECORD = 8192;

    private static final long MAGIC = 0x544f524353454731L; // "TORCSEG1"
    private static final int COPY_BYTES = 4096;
    private static final int CHECKED_BYTES = 28;
    private static final String SUFFIX = ".segment";

    /// Stands for a head that cannot be read. No record is ever found in such a segment, but the index may know some.
    static SegmentFormat unknown(int segment) {
        return new SegmentFormat(segment, TailKind.LARGE, 0);
    }

    static String fileName(int segment) {
        return "%010d".formatted(segment) + SUFFIX;
    }

    /// The number of a segment's file; empty for a file that is not one.
    static OptionalInt segmentOf(String fileName) {
        if (!fileName.matches("\\d{10}\\.segment")) return OptionalInt.empty();
        var number = Long.parseLong(fileName.substring(0, 10));
        return number <= Integer.MAX_VALUE ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    static int blocks(long dataBytes) {
        return Math.toIntExact((dataBytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
    }

    /// Bytes of a whole record, up to where the next may begin.
    static long recordBytes(int dataOffset, long dataBytes) {
        return aligned(writtenBytes(dataOffset, dataBytes));
    }

    /// Bytes of a record that are written; a file may end right behind them.
    static long writtenBytes(int dataOffset, long dataBytes) {
        return dataOffset + dataBytes + 4L * blocks(dataBytes);
    }

    ByteBuffer encode() {
        var head = ByteBuffer.allocate(FIRST_RECORD).order(ByteOrder.BIG_ENDIAN);
        for (var copy = 0; copy < FIRST_RECORD; copy += COPY_BYTES) {
            head.position(copy);
            head.putLong(MAGIC)
                    .putInt(VERSION)
                    .putInt(segment)
                    .putInt(kind.code())
                    .putLong(salt);
            head.putInt(crc(head, copy));
        }
        return head.clear();
    }

    /// Reads whichever copy is whole; empty if none is.
    static Optional<SegmentFormat> decode(ByteBuffer head) {
        for (var copy = 0; copy + COPY_BYTES <= head.limit(); copy += COPY_BYTES) {
            if (head.getLong(copy) != MAGIC || head.getInt(copy + CHECKED_BYTES) != crc(head, copy)) continue;
            if (head.getInt(copy + 8) != VERSION)
                throw new DeviceRefused(
                        "a segment has format version " + head.getInt(copy + 8) + ", which this release does not know");
            var kind = TailKind.ofCode(head.getInt(copy + 16));
            return Optional.of(new SegmentFormat(head.getInt(copy + 12), kind, head.getLong(copy + 20)));
        }
        return Optional.empty();
    }

    private static int crc(ByteBuffer head, int copy) {
        var crc = new CRC32C();
        crc.update(head.slice(copy, CHECKED_BYTES));
        return (int) crc.getValue();
    }
}
