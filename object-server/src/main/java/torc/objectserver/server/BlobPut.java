package torc.objectserver.server;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.id.Id128;
import torc.common.stream.Chunk;
import torc.objectserver.api.BlobApi;
import torc.objectserver.api.Wire;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;

/// Stores a blob. It is begun before the first byte of the body is asked for, so a client that waits for
/// `100 Continue` learns what [BlobDevice#begin] says; the last byte of the body says whether to commit.
final class BlobPut {
    private BlobPut() {}

    static HttpResponse put(BlobDevice device, Id128 blob, DeviceRequest request) {
        var partition = request.headerNumber(BlobApi.PARTITION);
        var maxBytes = request.headerNumber(BlobApi.MAX_BYTES);
        if (partition > Integer.MAX_VALUE || maxBytes > BlobStore.MAX_BLOB_BYTES)
            throw new BadRequest("a number is too large");
        var header = new BlobHeader(blob, (int) partition, owner(request), maxBytes);
        return switch (device.begin(header)) {
            case BeginOutcome.Begun(var writer) -> fill(writer, maxBytes, request);
            case BeginOutcome.Exists _ -> BlobServer.refusal(409, "the blob is there");
            case BeginOutcome.Deleted _ -> BlobServer.refusal(410, "the blob was deleted");
            case BeginOutcome.Full(var freeBytes) ->
                HttpResponse.of(
                        507,
                        Headers.builder()
                                .add(BlobApi.FREE_BYTES, Long.toString(freeBytes))
                                .build());
            case BeginOutcome.Unavailable(var cause) -> BlobServer.refusal(503, cause);
        };
    }

    private static BlobOwner owner(DeviceRequest request) {
        var text = request.headers().first(BlobApi.OWNER).orElseThrow(() -> new BadRequest("no owner"));
        try {
            var owner = Wire.owner(Base64.getUrlDecoder().decode(text));
            var about = request.headers().first(BlobApi.ABOUT).orElse("");
            if (!about.matches("[A-Za-z0-9_-]{0,8192}")) throw new BadRequest("what is said about the owner is wrong");
            return new BlobOwner(owner.shard(), owner.row(), owner.deadline(), about);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("the owner is not in base64url");
        }
    }

    private static HttpResponse fill(DeviceBlobWriter target, long maxBytes, DeviceRequest request) {
        Chunk held = null;
        try (target) {
            long bytes = 0;
            for (var chunk = request.body().next();
                    chunk != null;
                    chunk = request.body().next()) {
                var before = held;
                held = chunk;
                if (before != null) bytes = write(before, target, bytes, maxBytes);
            }
            return end(held, target, bytes, maxBytes);
        } catch (BodyBroken e) {
            return BlobServer.refusal(400, "the body broke off");
        } finally {
            if (held != null) held.release();
        }
    }

    private static long write(Chunk chunk, DeviceBlobWriter target, long bytes, long maxBytes) {
        try {
            var sum = bytes + chunk.bytes().remaining();
            if (sum > maxBytes) throw new BadRequest("more bytes than announced");
            target.write(chunk.bytes());
            return sum;
        } finally {
            chunk.release();
        }
    }

    /// The last chunk ends with the byte that says what to do with all before it.
    private static HttpResponse end(@Nullable Chunk last, DeviceBlobWriter target, long bytes, long maxBytes) {
        if (last == null) throw new BadRequest("the body has no end mark");
        var data = last.bytes();
        var mark = data.get(data.limit() - 1);
        if (mark == BlobApi.ABANDON) return HttpResponse.of(204);
        if (mark != BlobApi.COMMIT) throw new BadRequest("the body has no end mark");
        data.limit(data.limit() - 1);
        if (bytes + data.remaining() > maxBytes) throw new BadRequest("more bytes than announced");
        if (data.hasRemaining()) target.write(data);
        return switch (target.commit()) {
            case DeviceWriteOutcome.Durable(var durable) ->
                HttpResponse.of(
                        201,
                        Headers.builder()
                                .add(BlobApi.BLOB_BYTES, Long.toString(durable))
                                .build());
            case DeviceWriteOutcome.Failed(var cause) -> BlobServer.refusal(503, cause);
        };
    }
}
