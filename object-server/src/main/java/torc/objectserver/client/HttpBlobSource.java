package torc.objectserver.client;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceUnavailable;

/// Bytes of a blob on another node. When they break off, the node is asked why, for a connection cannot say.
final class HttpBlobSource implements ByteSource {
    private final HttpBlobDevice device;
    private final Id128 blob;
    private final ByteSource body;
    private final long endByte;
    private long nextByte;

    HttpBlobSource(HttpBlobDevice device, Id128 blob, ByteSource body, long firstByte, long endByte) {
        this.device = device;
        this.blob = blob;
        this.body = body;
        this.nextByte = firstByte;
        this.endByte = endByte;
    }

    @Override
    public @Nullable Chunk next() {
        try {
            var chunk = body.next();
            if (chunk != null) nextByte += chunk.bytes().remaining();
            else if (nextByte != endByte) throw new NodeUnreachable("the answer ended early");
            return chunk;
        } catch (NodeUnreachable e) {
            body.close();
            throw reason(e);
        }
    }

    private RuntimeException reason(NodeUnreachable broken) {
        switch (device.read(blob, nextByte, nextByte)) {
            case DeviceReadOutcome.Damaged(var cause) -> {
                return new BlobDamaged(device.name(), blob, cause);
            }
            case DeviceReadOutcome.Opened opened -> opened.source().close();
            case DeviceReadOutcome.Missing _, DeviceReadOutcome.Unavailable _ -> {}
        }
        return new DeviceUnavailable(device.name(), String.valueOf(broken.getMessage()));
    }

    @Override
    public void close() {
        body.close();
    }

    /// All bytes of a body, at most so many; closes it.
    static byte[] all(ByteSource body, int mostBytes) {
        try (body) {
            var all = new ByteArrayOutputStream();
            for (var chunk = body.next(); chunk != null; chunk = body.next()) {
                if (all.size() + chunk.bytes().remaining() > mostBytes)
                    throw new NodeUnreachable("the answer is longer than " + mostBytes + " bytes");
                var bytes = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(bytes);
                chunk.release();
                all.writeBytes(bytes);
            }
            return all.toByteArray();
        }
    }
}
