package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.index.IndexEntry;

/// Reads a range of a record, and checks each block that it touches before it gives any of it out. Keeps the segment's
/// file open until it is closed.
final class SegmentBlobSource implements ByteSource {
    private static final int CHUNK_BLOCKS = 4;
    private static final long CHUNK_BYTES = (long) CHUNK_BLOCKS * SegmentFormat.BLOCK_BYTES;

    private final Engine engine;
    private final Segment segment;
    private final Id128 blob;
    private final IndexEntry entry;
    private final long endByte;
    private long nextByte;
    private @Nullable ByteBuffer table;
    private int tableFirstBlock;
    private boolean closed;

    /// Takes over the caller's use of `segment`.
    SegmentBlobSource(Engine engine, Segment segment, Id128 blob, IndexEntry entry, long firstByte, long endByte) {
        this.engine = engine;
        this.segment = segment;
        this.blob = blob;
        this.entry = entry;
        this.endByte = Math.min(endByte, entry.dataBytes());
        nextByte = firstByte;
    }

    @Override
    public @Nullable Chunk next() {
        if (closed || nextByte >= endByte) return null;
        try {
            return read();
        } catch (IOException e) {
            engine.health.failedOnce(e);
            throw damaged("it cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        if (table != null) engine.buffers.giveBack(table);
        table = null;
        segment.leave();
    }

    private Chunk read() throws IOException {
        var block = (int) (nextByte / SegmentFormat.BLOCK_BYTES);
        var from = (long) block * SegmentFormat.BLOCK_BYTES;
        var wanted = Math.min(endByte, from + CHUNK_BYTES);
        var to = Math.min(entry.dataBytes(), (wanted + SegmentFormat.BLOCK_BYTES - 1) & -SegmentFormat.BLOCK_BYTES);
        var data = (int) (to - from);
        // The last chunk has the table right behind it: one read for both, which for a small blob is the only one.
        var tableBytes = table == null && to == entry.dataBytes() ? 4 * SegmentFormat.blocks(entry.dataBytes()) : 0;
        var buffer = engine.buffers.take(data + tableBytes);
        try {
            var all = data + tableBytes;
            if (segment.file().read(buffer.limit(all), entry.offset() + entry.dataOffset() + from) < all)
                throw damaged("it is cut short");
            buffer.position(0).limit(data);
            check(block, buffer, tableBytes > 0);
        } catch (IOException | RuntimeException e) {
            engine.buffers.giveBack(buffer);
            throw e;
        }
        var chunk = engine.buffers.chunk(buffer, (int) (nextByte - from), (int) (wanted - from));
        nextByte = wanted;
        return chunk;
    }

    private void check(int block, ByteBuffer buffer, boolean hasTable) throws IOException {
        var bad = -1;
        if (hasTable) {
            var whole = buffer.duplicate().clear();
            bad = RecordVerifier.badBlock(blob, block, buffer, whole, buffer.limit() + 4 * block);
        } else {
            var loaded = table();
            bad = RecordVerifier.badBlock(blob, block, buffer, loaded, 4 * (block - tableFirstBlock));
        }
        if (bad >= 0) throw damaged("block " + bad + " is damaged");
    }

    /// The checksums of all blocks from here to the end of the range.
    private ByteBuffer table() throws IOException {
        var loaded = table;
        if (loaded != null) return loaded;
        tableFirstBlock = (int) (nextByte / SegmentFormat.BLOCK_BYTES);
        var bytes = 4 * (SegmentFormat.blocks(endByte) - tableFirstBlock);
        loaded = engine.buffers.take(bytes);
        table = loaded;
        var position = entry.offset() + entry.dataOffset() + entry.dataBytes() + 4L * tableFirstBlock;
        if (segment.file().read(loaded.limit(bytes), position) < bytes) throw damaged("it is cut short");
        return loaded;
    }

    private BlobDamaged damaged(String cause) {
        engine.quarantine(blob, entry, cause);
        return new BlobDamaged(engine.config.name(), blob, cause);
    }
}
