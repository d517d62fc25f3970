package torc.objectserver.repair;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.CopyChecksum;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.StoredBlob;

/// Copies one blob from a device to another and reads the copy back before it counts (THREATS D06, D07).
public final class BlobCopier {
    private final Pace bytesPace;

    public BlobCopier(Pace bytesPace) {
        this.bytesPace = bytesPace;
    }

    public CopyOutcome copy(StoredBlob blob, BlobDevice from, BlobDevice to) throws InterruptedException {
        var header = new BlobHeader(blob.id(), blob.partition(), blob.owner(), blob.bytes());
        try {
            return switch (to.begin(header)) {
                case BeginOutcome.Begun(var writer) -> fill(blob, from, to, writer);
                case BeginOutcome.Exists _ -> new CopyOutcome.AlreadyThere();
                case BeginOutcome.Deleted _ -> new CopyOutcome.Deleted();
                case BeginOutcome.Full(var freeBytes) ->
                    new CopyOutcome.TargetFailed("full, " + freeBytes + " bytes free");
                case BeginOutcome.Unavailable(var cause) -> new CopyOutcome.TargetFailed(cause);
            };
        } catch (RuntimeException e) {
            return new CopyOutcome.TargetFailed(e.toString());
        }
    }

    private CopyOutcome fill(StoredBlob blob, BlobDevice from, BlobDevice to, DeviceBlobWriter target)
            throws InterruptedException {
        try (target) {
            var sent = new CRC32C();
            var failure = send(blob, from, target, sent);
            if (failure != null) return failure;
            return switch (target.commit()) {
                case DeviceWriteOutcome.Durable(var bytes)
                when bytes == blob.bytes() -> compare(blob, to, sent.getValue());
                case DeviceWriteOutcome.Durable(var bytes) ->
                    new CopyOutcome.TargetFailed(bytes + " of " + blob.bytes() + " bytes stored");
                case DeviceWriteOutcome.Failed(var cause) -> new CopyOutcome.TargetFailed(cause);
            };
        }
    }

    /// Sends all bytes of the source; the answer says what went wrong, and is null if nothing did.
    private @Nullable CopyOutcome send(StoredBlob blob, BlobDevice from, DeviceBlobWriter target, CRC32C sum)
            throws InterruptedException {
        ByteSource source;
        try {
            switch (openWhole(from, blob.id(), blob.bytes())) {
                case Whole.Opened(var opened) -> source = opened;
                case Whole.Not(var cause) -> {
                    return new CopyOutcome.SourceFailed(cause);
                }
            }
        } catch (RuntimeException e) {
            return new CopyOutcome.SourceFailed(e.toString());
        }
        try (source) {
            return send(blob, source, target, sum);
        }
    }

    /// What the target throws is left to the caller: it is not the source's fault.
    private @Nullable CopyOutcome send(StoredBlob blob, ByteSource source, DeviceBlobWriter target, CRC32C sum)
            throws InterruptedException {
        long bytes = 0;
        while (true) {
            Chunk chunk;
            try {
                chunk = source.next();
            } catch (RuntimeException e) {
                return new CopyOutcome.SourceFailed(e.toString());
            }
            if (chunk == null)
                return bytes == blob.bytes()
                        ? null
                        : new CopyOutcome.SourceFailed(bytes + " of " + blob.bytes() + " bytes read");
            try {
                bytes += chunk.bytes().remaining();
                take(chunk, sum);
                target.write(chunk.bytes());
            } finally {
                chunk.release();
            }
        }
    }

    private void take(Chunk chunk, CRC32C sum) throws InterruptedException {
        bytesPace.spend(chunk.bytes().remaining());
        sum.update(chunk.bytes().duplicate());
    }

    private CopyOutcome compare(StoredBlob blob, BlobDevice device, long expected) throws InterruptedException {
        return switch (checksum(blob, device)) {
            case CopyChecksum.Of(var bytes, var value) when value == expected -> new CopyOutcome.Copied(bytes);
            case CopyChecksum.Of _ ->
                new CopyOutcome.TargetFailed("the new copy reads back otherwise than it was written");
            case CopyChecksum.Unread(var cause) ->
                new CopyOutcome.TargetFailed("the copy cannot be read back: " + cause);
        };
    }

    /// Has a device read its copy, which must be as long as the blob.
    public CopyChecksum checksum(StoredBlob blob, BlobDevice device) throws InterruptedException {
        bytesPace.spend(blob.bytes());
        try {
            var sum = device.checksum(blob.id());
            return sum instanceof CopyChecksum.Of(var bytes, var _) && bytes != blob.bytes()
                    ? new CopyChecksum.Unread("has " + bytes + " instead of " + blob.bytes() + " bytes")
                    : sum;
        } catch (RuntimeException e) {
            return new CopyChecksum.Unread(e.toString());
        }
    }

    private sealed interface Whole {
        record Opened(ByteSource source) implements Whole {}

        record Not(String cause) implements Whole {}
    }

    private static Whole openWhole(BlobDevice device, Id128 blob, long bytes) {
        return switch (device.read(blob, 0, bytes)) {
            case DeviceReadOutcome.Opened(var blobBytes, var source) -> {
                if (blobBytes == bytes) yield new Whole.Opened(source);
                source.close();
                yield new Whole.Not("has " + blobBytes + " instead of " + bytes + " bytes");
            }
            case DeviceReadOutcome.Missing _ -> new Whole.Not("missing");
            case DeviceReadOutcome.Damaged(var cause) -> new Whole.Not("damaged: " + cause);
            case DeviceReadOutcome.Unavailable(var cause) -> new Whole.Not(cause);
        };
    }
}
