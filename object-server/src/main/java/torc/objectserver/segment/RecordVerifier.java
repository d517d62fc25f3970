package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.index.IndexEntry;

/// Reads a record's data again and compares every block with its checksum. For one thread.
final class RecordVerifier {
    private static final int BATCH_BLOCKS = 4;

    private final DirectBuffers buffers;
    private final Pacer pacer;

    RecordVerifier(DirectBuffers buffers, Pacer pacer) {
        this.buffers = buffers;
        this.pacer = pacer;
    }

    /// What is wrong with the record that an entry names, head included; null if nothing is.
    @Nullable
    String fault(Segment segment, Id128 id, IndexEntry entry) throws IOException {
        var head = buffers.take(entry.dataOffset());
        try {
            segment.file().read(head.limit(entry.dataOffset()), entry.offset());
            var header = RecordHeader.decode(head, 0, segment.format().salt(), segment.number(), entry.offset());
            if (header == null) return "its header is damaged";
            if (!header.id().equals(id) || header.sequence() != entry.sequence())
                return "another record is in its place";
            var mark = EndMark.decode(head, entry.dataOffset() - EndMark.BYTES, entry.sequence());
            if (mark == null || mark.dataBytes() != entry.dataBytes()) return "its end mark is damaged";
            return fault(segment, id, entry, mark.tableCrc());
        } finally {
            buffers.giveBack(head);
        }
    }

    /// As above, with a head that is known to be whole.
    @Nullable
    String fault(Segment segment, Id128 id, IndexEntry entry, int tableCrc) throws IOException {
        var dataAt = entry.offset() + entry.dataOffset();
        var blocks = SegmentFormat.blocks(entry.dataBytes());
        var table = buffers.take(4 * blocks);
        var data = buffers.take(BATCH_BLOCKS * SegmentFormat.BLOCK_BYTES);
        try {
            pacer.pace(entry.recordBytes());
            if (segment.file().read(table.limit(4 * blocks), dataAt + entry.dataBytes()) < 4 * blocks)
                return "it is cut short";
            if (BlockChecksums.crc(table.flip()) != tableCrc) return "its table of checksums is damaged";
            for (var first = 0; first < blocks; first += BATCH_BLOCKS) {
                var from = (long) first * SegmentFormat.BLOCK_BYTES;
                var bytes = (int) Math.min(BATCH_BLOCKS * SegmentFormat.BLOCK_BYTES, entry.dataBytes() - from);
                if (segment.file().read(data.clear().limit(bytes), dataAt + from) < bytes) return "it is cut short";
                var bad = badBlock(id, first, data.flip(), table);
                if (bad >= 0) return "block " + bad + " is damaged";
            }
            return null;
        } finally {
            buffers.giveBack(table);
            buffers.giveBack(data);
        }
    }

    /// Compares the blocks in `data`, the first of which is `first`, with the table's entries from index `first` on;
    /// -1 if all are well.
    static int badBlock(Id128 id, int first, ByteBuffer data, ByteBuffer table) {
        return badBlock(id, first, data, table, 4 * first);
    }

    static int badBlock(Id128 id, int first, ByteBuffer data, ByteBuffer table, int tableAt) {
        for (int at = data.position(), block = first; at < data.limit(); at += SegmentFormat.BLOCK_BYTES, block++) {
            var bytes = Math.min(SegmentFormat.BLOCK_BYTES, data.limit() - at);
            var wanted = table.getInt(tableAt + 4 * (block - first));
            if (BlockChecksums.checksum(id, block, data.slice(at, bytes)) != wanted) return block;
        }
        return -1;
    }
}
