package torc.objectserver.replica;

import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.DeviceReadOutcome;

/// Reads a blob on the caller's own thread, copy after copy: the way of stores with one replica, where there is
/// nothing to race.
final class SequentialSource implements ByteSource {
    private final Id128 blob;
    private final ReadTrail trail;
    private long position;
    private long endByte;
    private boolean knowsEnd;
    private @Nullable ByteSource source;
    private @Nullable Member member;

    private SequentialSource(Id128 blob, long firstByte, long endByte, ReadTrail trail) {
        this.blob = blob;
        this.position = firstByte;
        this.endByte = endByte;
        this.trail = trail;
    }

    static BlobReadOutcome open(Id128 blob, long firstByte, long endByte, ReadTrail trail) {
        var source = new SequentialSource(blob, firstByte, endByte, trail);
        return source.openNext() ? new BlobReadOutcome.Opened(source) : trail.verdict();
    }

    @Override
    public @Nullable Chunk next() {
        while (position < endByte) {
            var open = source;
            if (open == null) throw trail.unreadable("closed");
            var chunk = pull(open);
            if (chunk != null) return chunk;
            open.close();
            source = null;
            if (!openNext()) throw trail.unreadable("no copy is left");
        }
        return null;
    }

    /// The next chunk of the open copy, or null if it gives no more.
    private @Nullable Chunk pull(ByteSource open) {
        CopyEnd end;
        try {
            var chunk = open.next();
            if (chunk != null) {
                position += chunk.bytes().remaining();
                return chunk;
            }
            end = new CopyEnd.Ended();
        } catch (BlobDamaged e) {
            end = new CopyEnd.Damaged(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            end = new CopyEnd.Unavailable(e.toString());
        }
        if (member != null) trail.ended(member, end);
        return null;
    }

    private boolean openNext() {
        for (var next = trail.next(); next != null; next = trail.next()) {
            if (open(next)) return true;
        }
        return false;
    }

    private boolean open(Member next) {
        CopyEnd end;
        try {
            switch (next.device().read(blob, position, Math.max(position, endByte))) {
                case DeviceReadOutcome.Opened(var blobBytes, var opened) -> {
                    if (accept(blobBytes)) {
                        trail.opened(next);
                        member = next;
                        source = opened;
                        return true;
                    }
                    opened.close();
                    end = new CopyEnd.Damaged("its length differs from the other copy's");
                }
                case DeviceReadOutcome.Missing _ -> end = new CopyEnd.Missing();
                case DeviceReadOutcome.Damaged(var cause) -> end = new CopyEnd.Damaged(cause);
                case DeviceReadOutcome.Unavailable(var cause) -> end = new CopyEnd.Unavailable(cause);
            }
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            end = new CopyEnd.Unavailable(e.toString());
        }
        trail.ended(next, end);
        return false;
    }

    private boolean accept(long blobBytes) {
        if (knowsEnd) return blobBytes >= endByte;
        endByte = Math.min(endByte, blobBytes);
        knowsEnd = true;
        return true;
    }

    @Override
    public void close() {
        var open = source;
        source = null;
        if (open != null) open.close();
    }
}
