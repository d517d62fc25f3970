package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.index.IndexDamaged;
import torc.objectserver.index.IndexEntry;
import torc.objectserver.segment.RecordHeader.Kind;

/// Writes one record.
///
/// Up to [#GATHERED_BYTES] are gathered in memory; a blob that ends there is placed at its commit, exactly as long as
/// it is, and goes to the disk in one write. A longer one takes an extent for its greatest length and streams into it
/// by full buffers. The blocks with its head and end mark come last, at the commit, so nothing on the disk looks like a
/// record before it is one.
///
/// From [#DIRECT_BYTES] on records are written past the operating system's cache: copying bytes there costs more than
/// all else that is done with them but MD5.
final class SegmentBlobWriter implements DeviceBlobWriter {
    static final int GATHERED_BYTES = 256 << 10;

    /// Shorter records wait for nothing but their sync, which is cheapest behind zeros written ahead.
    static final int DIRECT_BYTES = 32 << 10;

    private final Engine engine;
    private final BlobHeader header;
    private final Runnable whenEnded;
    private final long promisedBytes;
    private final int dataOffset;
    private final BlockChecksums checksums;

    /// The record's bytes from [#bufferFrom] on.
    private @Nullable ByteBuffer buffer;

    private long bufferFrom;

    /// The record's first blocks, once the buffer has gone beyond them.
    private byte @Nullable [] firstBlocks;

    private @Nullable Extent extent;
    private long usedBytes;
    private long takenBytes;
    private @Nullable String failure;
    private boolean ended;

    /// @param promisedBytes of the device's space, given back at the end
    SegmentBlobWriter(Engine engine, BlobHeader header, long promisedBytes, Runnable whenEnded) {
        this.engine = engine;
        this.header = header;
        this.promisedBytes = promisedBytes;
        this.whenEnded = whenEnded;
        dataOffset = RecordHeader.dataOffset(header.owner());
        checksums = new BlockChecksums(header.id());
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (ended) throw new IllegalStateException("the writer has ended");
        if (takenBytes + bytes.remaining() > header.maxBytes())
            throw new IllegalStateException("more than the announced " + header.maxBytes() + " bytes");
        takenBytes += bytes.remaining();
        try {
            if (failure == null) take(bytes);
        } catch (IOException e) {
            failed(e);
        }
        bytes.position(bytes.limit());
    }

    @Override
    public DeviceWriteOutcome commit() {
        if (ended) throw new IllegalStateException("the writer has ended");
        try {
            var cause = failure != null ? failure : engine.health.away();
            if (cause != null) return new DeviceWriteOutcome.Failed(cause);
            var placed = extent == null ? placeWhole() : finishStream(extent);
            engine.syncer.sync(placed.segment());
            engine.publish(header.id(), entry(placed));
            usedBytes = recordBytes();
            return new DeviceWriteOutcome.Durable(takenBytes);
        } catch (IOException e) {
            failed(e);
            return new DeviceWriteOutcome.Failed(String.valueOf(e.getMessage()));
        } catch (IndexDamaged e) {
            return new DeviceWriteOutcome.Failed(String.valueOf(e.getMessage()));
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        if (ended) return;
        ended = true;
        if (buffer != null) engine.buffers.giveBack(buffer);
        buffer = null;
        if (extent != null) extent.release(usedBytes);
        engine.space.settle(promisedBytes);
        whenEnded.run();
    }

    private void take(ByteBuffer bytes) throws IOException {
        checksums.add(bytes);
        append(bytes);
    }

    private void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var into = buffer();
            if (!into.hasRemaining()) {
                spill(into);
                continue;
            }
            var step = Math.min(into.remaining(), bytes.remaining());
            into.put(bytes.slice(bytes.position(), step));
            bytes.position(bytes.position() + step);
        }
    }

    /// Taken at the first byte, with room for the head, and for the table of a record that ends in it.
    private ByteBuffer buffer() {
        var taken = buffer;
        if (taken == null) {
            var dataBytes = (int) Math.min(header.maxBytes(), GATHERED_BYTES);
            taken = engine.buffers.take((int) blocks(dataOffset + dataBytes + 4 * SegmentFormat.blocks(dataBytes)));
            taken.position(dataOffset).limit(dataOffset + dataBytes);
            buffer = taken;
        }
        return taken;
    }

    /// Makes room in a full buffer. At the first time the record takes its extent.
    private void spill(ByteBuffer full) throws IOException {
        var target = extent;
        if (target == null) {
            extent = engine.large.reserve(SegmentFormat.recordBytes(dataOffset, header.maxBytes()));
            full.limit(full.capacity());
            return;
        }
        var from = 0;
        if (bufferFrom == 0) {
            firstBlocks = new byte[(int) blocks(dataOffset)];
            full.get(0, firstBlocks);
            from = firstBlocks.length;
        }
        full.flip().position(from);
        target.segment().writeDirect(full, target.offset() + bufferFrom + from);
        bufferFrom += full.capacity();
        full.clear();
    }

    /// Places a blob that is whole in memory: one write.
    private Extent placeWhole() throws IOException {
        var whole = buffer();
        var dataEnd = whole.position();
        var tableBytes = 4 * checksums.end();
        whole.clear();
        var tableCrc = checksums.encode(whole, dataEnd);
        var isDirect = recordBytes() >= DIRECT_BYTES;
        var placed = (isDirect ? engine.large : engine.small).reserve(recordBytes());
        extent = placed;
        encodeHead(placed, whole, tableCrc);
        whole.position(dataEnd + tableBytes);
        if (isDirect) placed.segment().writeDirect(padded(whole), placed.offset());
        else placed.segment().write(whole.flip(), placed.offset());
        return placed;
    }

    /// Writes what is left of the data, the table of checksums, and the head.
    private Extent finishStream(Extent target) throws IOException {
        var table = ByteBuffer.allocate(4 * checksums.end());
        var tableCrc = checksums.encode(table, 0);
        append(table);
        var last = buffer();
        var first = firstBlocks;
        if (first == null) {
            encodeHead(target, last, tableCrc);
            target.segment().writeDirect(padded(last), target.offset());
            return target;
        }
        target.segment().writeDirect(padded(last), target.offset() + bufferFrom);
        encodeHead(target, last.clear().put(first), tableCrc);
        target.segment().writeDirect(last.flip(), target.offset());
        return target;
    }

    /// What the buffer holds, with zeros up to the end of its last block, to be written.
    private static ByteBuffer padded(ByteBuffer filled) {
        filled.limit(filled.capacity());
        var padding = (int) (blocks(filled.position()) - filled.position());
        return filled.put(new byte[padding]).flip();
    }

    /// Rounded up to whole blocks of a direct write.
    private static long blocks(long bytes) {
        return TailKind.LARGE.aligned(bytes);
    }

    private void encodeHead(Extent placed, ByteBuffer buffer, int tableCrc) {
        var segment = placed.segment();
        new RecordHeader(
                        Kind.BLOB,
                        segment.format().salt(),
                        segment.number(),
                        placed.offset(),
                        header.partition(),
                        placed.sequence(),
                        header.id(),
                        header.owner())
                .encode(buffer, 0);
        new EndMark(placed.sequence(), takenBytes, recordBytes(), tableCrc).encode(buffer, dataOffset - EndMark.BYTES);
    }

    private IndexEntry entry(Extent placed) {
        return new IndexEntry(
                IndexEntry.State.SOUND,
                header.partition(),
                placed.sequence(),
                placed.segment().number(),
                placed.offset(),
                dataOffset,
                takenBytes,
                recordBytes(),
                0,
                List.of());
    }

    private long recordBytes() {
        return SegmentFormat.recordBytes(dataOffset, takenBytes);
    }

    private void failed(IOException cause) {
        failure = String.valueOf(cause.getMessage());
        engine.health.failedOnce(cause);
    }
}
