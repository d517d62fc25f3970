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
/// it
/// is, and goes to the disk in one write. A longer one takes an extent for its greatest length and streams into it; its
/// head and end mark come last, at the commit. So nothing on the disk looks like a record before it is one.
final class SegmentBlobWriter implements DeviceBlobWriter {
    static final int GATHERED_BYTES = 256 << 10;

    /// Write-back of a long stream is started each time so much has come, so that the sync at its end is short.
    private static final int WRITEBACK_BYTES = 8 << 20;

    /// From this size on a direct buffer of the caller's is written as it is instead of being gathered.
    private static final int STRAIGHT_BYTES = 64 << 10;

    private final Engine engine;
    private final BlobHeader header;
    private final Runnable whenEnded;
    private final long promisedBytes;
    private final int dataOffset;
    private final BlockChecksums checksums;
    private @Nullable ByteBuffer gathered;
    private @Nullable Extent extent;
    private long usedBytes;
    private long takenBytes;
    private long placedBytes;
    private long writebackFrom;
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
        if (gathered != null) engine.buffers.giveBack(gathered);
        gathered = null;
        if (extent != null) extent.release(usedBytes);
        engine.space.settle(promisedBytes);
        whenEnded.run();
    }

    private void take(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            var buffer = gathered();
            if (extent != null && buffer.position() == 0 && bytes.isDirect() && bytes.remaining() >= STRAIGHT_BYTES) {
                stream(extent, bytes);
                return;
            }
            if (!buffer.hasRemaining()) {
                spill(buffer);
                continue;
            }
            var step = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(bytes.slice(bytes.position(), step));
            bytes.position(bytes.position() + step);
        }
    }

    /// A buffer whose data begin at its index [#dataOffset] until the blob streams, and at 0 from then on.
    private ByteBuffer gathered() {
        var buffer = gathered;
        if (buffer == null) {
            var dataBytes = (int) Math.min(header.maxBytes(), GATHERED_BYTES);
            buffer = engine.buffers.take(dataOffset + dataBytes + 4 * SegmentFormat.blocks(dataBytes));
            buffer.position(dataOffset).limit(dataOffset + dataBytes);
            gathered = buffer;
        }
        return buffer;
    }

    /// Empties the full buffer into the extent, which is taken at the first time.
    private void spill(ByteBuffer buffer) throws IOException {
        var target = extent;
        if (target == null) {
            target = engine.large.reserve(SegmentFormat.recordBytes(dataOffset, header.maxBytes()));
            extent = target;
            buffer.flip().position(dataOffset);
        } else {
            buffer.flip();
        }
        stream(target, buffer);
        buffer.clear().limit(GATHERED_BYTES);
    }

    private void stream(Extent target, ByteBuffer bytes) throws IOException {
        checksums.add(bytes);
        var position = target.offset() + dataOffset + placedBytes;
        placedBytes += bytes.remaining();
        target.segment().write(bytes, position);
        if (placedBytes - writebackFrom < WRITEBACK_BYTES) return;
        target.segment()
                .file()
                .startWriteback(target.offset() + dataOffset + writebackFrom, placedBytes - writebackFrom);
        writebackFrom = placedBytes;
    }

    /// Places a blob that is whole in memory: one write.
    private Extent placeWhole() throws IOException {
        var buffer = gathered();
        var dataEnd = buffer.position();
        buffer.clear();
        checksums.add(buffer.slice(dataOffset, dataEnd - dataOffset));
        var blocks = checksums.end();
        var tableCrc = checksums.encode(buffer, dataEnd);
        var placed = engine.small.reserve(recordBytes());
        extent = placed;
        encodeHead(placed, buffer, tableCrc);
        placed.segment().write(buffer.position(0).limit(dataEnd + 4 * blocks), placed.offset());
        return placed;
    }

    /// Writes what is left of the data, the table of checksums, and the head.
    private Extent finishStream(Extent target) throws IOException {
        var buffer = gathered();
        stream(target, buffer.flip());
        var blocks = checksums.end();
        buffer.clear();
        var tableCrc = checksums.encode(buffer, 0);
        target.segment().write(buffer.limit(4 * blocks), target.offset() + dataOffset + placedBytes);
        buffer.clear();
        encodeHead(target, buffer, tableCrc);
        target.segment().write(buffer.limit(dataOffset), target.offset());
        return target;
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
