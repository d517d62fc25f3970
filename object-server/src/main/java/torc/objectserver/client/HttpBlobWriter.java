package torc.objectserver.client;

import java.nio.ByteBuffer;
import torc.objectserver.api.BlobApi;
import torc.objectserver.device.DeviceBlobWriter;

/// A blob on its way to a device of another node. The last byte of the body says whether the blob is meant,
/// so that a body that breaks off can never pass for a whole one.
final class HttpBlobWriter implements DeviceBlobWriter {
    private static final int CREATED = 201;

    private final InnerHttp.Upload upload;
    private final long maxBytes;
    private long bytes;
    private String failure = "";
    private boolean ended;

    HttpBlobWriter(InnerHttp.Upload upload, long maxBytes) {
        this.upload = upload;
        this.maxBytes = maxBytes;
    }

    @Override
    public void write(ByteBuffer data) {
        if (ended) throw new IllegalStateException("the writer has ended");
        bytes += data.remaining();
        if (bytes > maxBytes) throw new IllegalStateException("more than the announced " + maxBytes + " bytes");
        try {
            if (failure.isEmpty() && data.hasRemaining()) upload.send(data);
        } catch (NodeUnreachable e) {
            failure = String.valueOf(e.getMessage());
        }
        data.position(data.limit());
    }

    @Override
    public DeviceWriteOutcome commit() {
        if (ended) throw new IllegalStateException("the writer has ended");
        if (!failure.isEmpty()) {
            close();
            return new DeviceWriteOutcome.Failed(failure);
        }
        ended = true;
        try {
            upload.send(ByteBuffer.wrap(new byte[] {BlobApi.COMMIT}));
            var answer = upload.end();
            try (var body = answer.body()) {
                body.next();
            }
            var stored = HttpBlobDevice.number(answer, BlobApi.BLOB_BYTES);
            return answer.status() == CREATED
                    ? new DeviceWriteOutcome.Durable(stored)
                    : new DeviceWriteOutcome.Failed(HttpBlobDevice.cause(answer));
        } catch (NodeUnreachable e) {
            upload.breakOff();
            return new DeviceWriteOutcome.Failed(String.valueOf(e.getMessage()));
        }
    }

    /// Says that the blob is given up, and waits until the node knows.
    @Override
    public void close() {
        if (ended) return;
        ended = true;
        try {
            upload.send(ByteBuffer.wrap(new byte[] {BlobApi.ABANDON}));
            try (var body = upload.end().body()) {
                body.next();
            }
        } catch (NodeUnreachable e) {
            upload.breakOff();
        }
    }
}
