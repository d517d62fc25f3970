package torc.proxy.swift.object;

import java.time.InstantSource;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.http.ResponseBody;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.Objects;
import torc.proxy.swift.bulk.HeartbeatSource;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.ManifestRequest;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;

/// Stores static large objects (`multipart-manifest=put`): reads the manifest, looks at each segment, and stores what
/// it
/// has found.
final class ManifestUploads {
    private final Objects objects;
    private final Contents contents;
    private final UploadHeaders uploadHeaders;
    private final InstantSource clock;

    ManifestUploads(Objects objects, Contents contents, UploadHeaders uploadHeaders, InstantSource clock) {
        this.objects = objects;
        this.contents = contents;
        this.uploadHeaders = uploadHeaders;
        this.clock = clock;
    }

    HttpResponse put(SwiftRequest request) {
        if (!request.sources().isEmpty()) throw new Refused(Fault.MANIFEST_IS_COPY);
        var isChunked = request.header("transfer-encoding").equalsIgnoreCase("chunked");
        if (!isChunked && !request.headers().contains("content-length"))
            throw new Refused(Fault.CONTENT_LENGTH_REQUIRED);
        var json = body(request.http().body());
        var attributes = uploadHeaders.ofPut(request.headers(), request.path().object());
        var format = ListingFormat.liked(request.headers());
        var upload = upload(request, json, attributes);
        if (!Flags.isTrue(request.query().get("heartbeat"))) {
            while (upload.step()) {}
            return upload.response(format);
        }
        var headers =
                Headers.builder().add("Content-Type", format.contentType()).build();
        var work = new HeartbeatSource.Work() {
            @Override
            public boolean step() {
                return upload.step();
            }

            @Override
            public byte[] report() {
                return upload.report(format);
            }
        };
        return new HttpResponse(
                202, headers, new ResponseBody.Streamed(OptionalLong.empty(), HeartbeatSource.atOnce(work, clock)));
    }

    /// Stores a manifest that was read elsewhere: its segments are those of the same names in the target's account.
    HttpResponse copy(SwiftRequest request, byte[] json, ObjectAttributes attributes) {
        var upload = upload(request, json, attributes);
        while (upload.step()) {}
        return upload.response(ListingFormat.liked(request.headers()));
    }

    private ManifestUpload upload(SwiftRequest request, byte[] json, ObjectAttributes attributes) {
        var segments = ManifestRequest.read(json, request.path());
        return new ManifestUpload(request, segments, attributes, objects, contents);
    }

    private static byte[] body(RequestBody body) {
        if (body.announcedBytes().orElse(0) > ManifestRequest.MAX_BYTES) throw tooLarge();
        var collected = new java.io.ByteArrayOutputStream();
        for (var chunk = body.next(); chunk != null; chunk = body.next()) {
            var bytes = chunk.bytes();
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            chunk.release();
            if (collected.size() + copy.length > ManifestRequest.MAX_BYTES) throw tooLarge();
            collected.writeBytes(copy);
        }
        return collected.toByteArray();
    }

    private static Refused tooLarge() {
        return new Refused(Fault.MANIFEST_TOO_LARGE, "Manifest File > " + ManifestRequest.MAX_BYTES + " bytes");
    }
}
