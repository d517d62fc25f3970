package torc.proxy.swift.object;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.stream.ByteSource;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.StaticManifest;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;

/// What another cluster tells of a container that is synchronised with one here. Each object has the time that it
/// has there, and what is not later than what stands here changes nothing. Manifests and links come as they are
/// stored, for what they name may come after them.
final class SentWrites {
    private static final Headers NO_BODY =
            Headers.builder().add("Content-Type", "text/html; charset=UTF-8").build();

    private final Objects objects;
    private final UploadHeaders uploadHeaders;
    private final long maxObjectBytes;

    SentWrites(Objects objects, UploadHeaders uploadHeaders, long maxObjectBytes) {
        this.objects = objects;
        this.uploadHeaders = uploadHeaders;
        this.maxObjectBytes = maxObjectBytes;
    }

    HttpResponse put(SwiftRequest request, OptionalLong announced) {
        var headers = request.headers();
        var name = request.path().objectName(Fault.OBJECT_NAME_TOO_LONG);
        var attributes = uploadHeaders.ofPut(headers, name.text());
        ByteSource body = request.http().body();
        var maxBytes = maxObjectBytes;
        if (headers.contains(LinkUploads.TARGET)) {
            attributes = attributes.withSystem(LinkUploads.sent(request).marks());
            maxBytes = 0;
        } else if (Flags.isTrue(request.header("x-static-large-object"))) {
            var manifest = manifest(request.http().body());
            var marks = StaticManifest.read(manifest).marks(request.path().account());
            attributes = LargeObjectMarks.with(attributes, marks);
            body = ByteSource.of(manifest);
        }
        var etag = uploadHeaders.expectedEtag(headers);
        var put = request(body, announced, attributes, etag, maxBytes, request.sentMicros());
        var outcome = objects.put(name, put);
        // As in Swift, a sender whose object is not the latest has nothing more to do.
        if (outcome instanceof WriteOutcome.PreconditionFailed) return HttpResponse.of(202, NO_BODY);
        return HttpResponse.of(
                201, ObjectWrites.created(WriteOutcomes.stored(outcome)).build());
    }

    private static PutRequest request(
            ByteSource body,
            OptionalLong announced,
            ObjectAttributes attributes,
            String etag,
            long maxBytes,
            OptionalLong sentMicros) {
        return new PutRequest(body, announced, attributes, Map::of, etag, Preconditions.NONE, maxBytes, sentMicros);
    }

    private static byte[] manifest(RequestBody body) {
        if (body.announcedBytes().orElse(0) > StaticManifest.MAX_STORED_BYTES) throw new Refused(Fault.TOO_LARGE);
        var collected = new ByteArrayOutputStream();
        for (var chunk = body.next(); chunk != null; chunk = body.next()) {
            var copy = new byte[chunk.bytes().remaining()];
            chunk.bytes().get(copy);
            chunk.release();
            if (collected.size() + copy.length > StaticManifest.MAX_STORED_BYTES) throw new Refused(Fault.TOO_LARGE);
            collected.writeBytes(copy);
        }
        return collected.toByteArray();
    }

    HttpResponse delete(SwiftRequest request) {
        var name = request.path().objectName(Fault.NOT_FOUND);
        return switch (deleted(name, request.sentMicros())) {
            case DeleteOutcome.Deleted _ -> HttpResponse.of(204, NO_BODY);
            case DeleteOutcome.Missing _, DeleteOutcome.NoContainer _ -> throw new Refused(Fault.NOT_FOUND);
            case DeleteOutcome.PreconditionFailed _ -> throw new Refused(Fault.SYNC_IS_OLDER);
            case DeleteOutcome.Unavailable _ -> throw new Refused(Fault.UNAVAILABLE);
        };
    }

    private DeleteOutcome deleted(ObjectName name, OptionalLong sentMicros) {
        return sentMicros.isPresent()
                ? objects.deleteSent(name, sentMicros.getAsLong())
                : objects.delete(name, Preconditions.NONE);
    }
}
