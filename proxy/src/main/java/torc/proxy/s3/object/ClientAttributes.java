package torc.proxy.s3.object;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// What a request says of the object that it writes.
public final class ClientAttributes {
    private static final int MAX_METADATA_BYTES = 2048;
    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final List<String> STANDARD =
            List.of("content-disposition", "content-language", "cache-control", "expires");

    private ClientAttributes() {}

    /// @throws S3Failure MetadataTooLarge beyond 2 KiB of names and values
    public static ObjectAttributes of(S3Request request) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : STANDARD) request.header(name).ifPresent(value -> headers.put(name, value));
        request.header("content-encoding").ifPresent(value -> putEncoding(headers, value));
        var metadata = request.metadata();
        checkSize(metadata);
        return new ObjectAttributes(
                request.header("content-type").filter(type -> !type.isEmpty()).orElse(DEFAULT_TYPE),
                headers,
                metadata,
                Map.of(),
                OptionalLong.empty());
    }

    /// The encodings of the object itself: `aws-chunked` is one of its transport.
    private static void putEncoding(Map<String, String> headers, String value) {
        if (!value.toLowerCase(Locale.ROOT).contains("aws-chunked")) {
            headers.put("content-encoding", value);
            return;
        }
        var rest = new StringBuilder();
        for (var coding : value.split(",", -1)) {
            if (coding.isBlank() || coding.strip().equalsIgnoreCase("aws-chunked")) continue;
            if (!rest.isEmpty()) rest.append(',');
            rest.append(coding.strip());
        }
        if (!rest.isEmpty()) headers.put("content-encoding", rest.toString());
    }

    private static void checkSize(Map<String, String> metadata) {
        int bytes = 0;
        for (var entry : metadata.entrySet()) {
            bytes += entry.getKey().length() + entry.getValue().length();
        }
        if (bytes > MAX_METADATA_BYTES)
            throw new S3Failure(
                    S3ErrorCode.METADATA_TOO_LARGE,
                    S3ErrorCode.METADATA_TOO_LARGE.words(),
                    Map.of("Size", String.valueOf(bytes), "MaxSizeAllowed", String.valueOf(MAX_METADATA_BYTES)));
    }
}
