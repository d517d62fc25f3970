package torc.objectserver.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;

/// What stands before the data of a record (docs/formats.md, "Record").
///
/// The segment's salt and the record's own place are part of it, so that a copy of it elsewhere, for instance
/// inside a
/// blob that is a backup of this very device, is never taken for a record.
///
/// @param sequence grows with every record of the device; a moved record keeps its own
/// @param owner of a blob; a tombstone has none, and its deadline says when the delete happened
record RecordHeader(
        Kind kind, long salt, int segment, long offset, int partition, long sequence, Id128 id, BlobOwner owner) {
    static final int MAGIC = 0x54526563; // "TRec"
    static final int FIXED_BYTES = 76;

    /// Room for the owner's three texts.
    static final int MAX_OWNER_BYTES = 8192;

    static final int MAX_BYTES = FIXED_BYTES + MAX_OWNER_BYTES + 4;
    private static final int VERSION = 1;

    /// Of a header that has the third text.
    private static final int VERSION_WITH_ABOUT = 2;

    enum Kind {
        BLOB(1),
        TOMBSTONE(2);

        final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    static BlobOwner deletedAt(Instant instant) {
        return new BlobOwner("", "", instant);
    }

    /// The same record at another place.
    RecordHeader movedTo(long newSalt, int newSegment, long newOffset) {
        return new RecordHeader(kind, newSalt, newSegment, newOffset, partition, sequence, id, owner);
    }

    /// Bytes that the header takes, its checksum included, before the end mark.
    static int bytes(BlobOwner owner) {
        var texts = utf8(owner.shard()).length + utf8(owner.row()).length + utf8(owner.about()).length;
        if (texts > MAX_OWNER_BYTES)
            throw new IllegalArgumentException("an owner has at most " + MAX_OWNER_BYTES + " bytes: " + texts);
        return (FIXED_BYTES + texts + 4 + 7) & -8;
    }

    /// Where the data begins, counted from the record's first byte.
    static int dataOffset(BlobOwner owner) {
        return bytes(owner) + EndMark.BYTES;
    }

    /// Writes the header at the buffer's index `at`.
    void encode(ByteBuffer into, int at) {
        var shard = utf8(owner.shard());
        var row = utf8(owner.row());
        var about = utf8(owner.about());
        var version = about.length == 0 ? VERSION : VERSION_WITH_ABOUT;
        var bytes = bytes(owner);
        var out = into.duplicate().order(ByteOrder.BIG_ENDIAN).position(at);
        out.putInt(MAGIC).put((byte) version).put((byte) kind.code).putShort((short) bytes);
        out.putLong(salt).putLong(offset).putInt(segment).putInt(partition).putLong(sequence);
        out.putLong(id.high()).putLong(id.low());
        var deadline = owner.deadline();
        out.putLong(deadline.getEpochSecond()).putInt(deadline.getNano());
        out.putShort((short) shard.length).putShort((short) row.length);
        out.putShort((short) about.length).putShort((short) 0);
        out.put(shard).put(row).put(about);
        while (out.position() < at + bytes - 4) out.put((byte) 0);
        out.putInt(crc(into, at, bytes - 4));
    }

    /// Reads a header; null if what stands at `at` is none of this segment's, at this place.
    ///
    /// @param offset where in the segment the buffer's index `at` lies
    static @Nullable RecordHeader decode(ByteBuffer from, int at, long salt, int segment, long offset) {
        var in = from.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (in.limit() - at < FIXED_BYTES + 4 || in.getInt(at) != MAGIC) return null;
        var version = in.get(at + 4);
        if (version != VERSION && version != VERSION_WITH_ABOUT) return null;
        var bytes = Short.toUnsignedInt(in.getShort(at + 6));
        if (bytes < FIXED_BYTES + 4 || bytes > in.limit() - at) return null;
        if (in.getInt(at + bytes - 4) != crc(from, at, bytes - 4)) return null;
        in.position(at + 8);
        if (in.getLong() != salt || in.getLong() != offset || in.getInt() != segment) return null;
        var partition = in.getInt();
        var sequence = in.getLong();
        var id = new Id128(in.getLong(), in.getLong());
        var deadline = Instant.ofEpochSecond(in.getLong(), in.getInt());
        var shardBytes = Short.toUnsignedInt(in.getShort());
        var rowBytes = Short.toUnsignedInt(in.getShort());
        var aboutBytes = version == VERSION_WITH_ABOUT ? Short.toUnsignedInt(in.getShort()) : 0;
        if (FIXED_BYTES + shardBytes + rowBytes + aboutBytes + 4 > bytes) return null;
        in.position(at + FIXED_BYTES);
        var owner = new BlobOwner(text(in, shardBytes), text(in, rowBytes), deadline, text(in, aboutBytes));
        for (var kind : Kind.values())
            if (kind.code == in.get(at + 5))
                return new RecordHeader(kind, salt, segment, offset, partition, sequence, id, owner);
        return null;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer in, int bytes) {
        var text = new byte[bytes];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int crc(ByteBuffer buffer, int at, int bytes) {
        var crc = new CRC32C();
        crc.update(buffer.slice(at, bytes));
        return (int) crc.getValue();
    }
}
