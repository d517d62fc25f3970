package torc.control.api;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.common.http.HttpRequest;

/// Reads a request's JSON within limits: size, depth, and lengths of names and texts (THREATS R02,
/// K12).
public final class JsonBody {
    /// Greatest size of a body in bytes; Keystone's own limit is 112 KiB.
    public static final int MAX_BYTES = 114_688;

    private static final int MAX_DEPTH = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxDocumentLength(MAX_BYTES)
                            .maxStringLength(MAX_BYTES)
                            .maxNameLength(1024)
                            .build())
                    .build())
            .build();

    private JsonBody() {}

    /// The body as a tree.
    ///
    /// @throws Refused if it is too large or not a JSON object
    public static JsonNode read(HttpRequest request) {
        var bytes = bytes(request);
        try {
            var node = MAPPER.readTree(bytes);
            if (!node.isObject()) throw Refused.badRequest("The request body must be a JSON object.");
            return node;
        } catch (JacksonException malformed) {
            throw Refused.badRequest("The request body is not valid JSON.");
        }
    }

    private static byte[] bytes(HttpRequest request) {
        if (request.body().announcedBytes().orElse(0) > MAX_BYTES) throw Refused.tooLarge();
        var collected = new ByteArrayOutputStream();
        for (var chunk = request.body().next();
                chunk != null;
                chunk = request.body().next()) {
            var bytes = chunk.bytes();
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            chunk.release();
            if (collected.size() + copy.length > MAX_BYTES) throw Refused.tooLarge();
            collected.writeBytes(copy);
        }
        return collected.toByteArray();
    }
}
