package torc.objectserver.server;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.objectserver.api.BlobApi;
import torc.objectserver.api.Wire;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.CopyChecksum;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.StoredBlob;

/// Reads and describes a blob, and tells how its delete ended. A copy that turns out damaged in the middle
/// breaks the connection.
final class BlobGet {
    private BlobGet() {}

    static HttpResponse get(BlobDevice device, Id128 blob, DeviceRequest request) {
        var firstByte = request.number("first");
        var endByte = request.number("end");
        if (endByte < firstByte) throw new BadRequest("the range ends before it begins");
        return switch (device.read(blob, firstByte, endByte)) {
            case DeviceReadOutcome.Opened(var blobBytes, var source) ->
                stream(source, blobBytes, Math.max(0, Math.min(endByte, blobBytes) - firstByte));
            case DeviceReadOutcome.Missing _ -> BlobServer.refusal(404, BlobApi.NO_SUCH_BLOB);
            case DeviceReadOutcome.Damaged(var cause) -> BlobServer.refusal(422, cause);
            case DeviceReadOutcome.Unavailable(var cause) -> BlobServer.refusal(503, cause);
        };
    }

    private static HttpResponse stream(ByteSource source, long blobBytes, long bytes) {
        try {
            var pulled = PulledSource.of(source);
            return new HttpResponse(
                    200, blobBytes(blobBytes), new ResponseBody.Streamed(OptionalLong.of(bytes), pulled));
        } catch (BlobDamaged e) {
            var headers = blobBytes(blobBytes).toBuilder().add(BlobApi.CAUSE, "damaged in its first bytes");
            return HttpResponse.of(422, headers.build());
        }
    }

    static HttpResponse head(BlobDevice device, Id128 blob, int version) {
        return device.head(blob)
                .map(stored -> HttpResponse.of(200, described(stored, version).build()))
                .orElseGet(() -> BlobServer.refusal(404, BlobApi.NO_SUCH_BLOB));
    }

    /// A HEAD's answer has no body, so the record, a listing of this one blob, stands in a header field.
    private static Headers.Builder described(StoredBlob stored, int version) {
        var record = Wire.blobs(List.of(stored), version);
        return blobBytes(stored.bytes()).toBuilder()
                .add(BlobApi.OWNER, Base64.getUrlEncoder().withoutPadding().encodeToString(record));
    }

    static HttpResponse standing(BlobDevice device, Id128 blob, DeviceRequest request, int version) {
        var partition = request.number("partition");
        if (partition > Integer.MAX_VALUE) throw new BadRequest("a number is too large");
        var standing = device.standing((int) partition, blob);
        var words = new ArrayList<String>();
        if (standing.sound().isPresent()) words.add("sound");
        if (standing.deleted()) words.add("deleted");
        if (standing.quarantined()) words.add("quarantined");
        var headers = standing.sound().map(stored -> described(stored, version)).orElseGet(Headers::builder);
        return HttpResponse.of(
                200, headers.add(BlobApi.STANDING, String.join(",", words)).build());
    }

    static HttpResponse checksum(BlobDevice device, Id128 blob) {
        return switch (device.checksum(blob)) {
            case CopyChecksum.Of(var bytes, var crc32c) ->
                HttpResponse.of(
                        200,
                        blobBytes(bytes).toBuilder()
                                .add(BlobApi.CRC32C, HexFormat.of().toHexDigits((int) crc32c))
                                .build());
            case CopyChecksum.Unread(var cause) -> BlobServer.refusal(422, cause);
        };
    }

    static HttpResponse deleted(DeviceDeleteOutcome outcome) {
        return switch (outcome) {
            case DeviceDeleteOutcome.Deleted _ -> HttpResponse.of(204);
            case DeviceDeleteOutcome.Missing _ -> BlobServer.refusal(404, BlobApi.NO_SUCH_BLOB);
            case DeviceDeleteOutcome.Unavailable(var cause) -> BlobServer.refusal(503, cause);
        };
    }

    private static Headers blobBytes(long bytes) {
        return Headers.builder().add(BlobApi.BLOB_BYTES, Long.toString(bytes)).build();
    }
}
