package torc.tools.chaos;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import torc.tools.signing.S3Signer;

/// The S3 API of the server under test, path style.
final class S3Client implements Dialect {
    private static final byte[] NOTHING = {};

    private final Http http;
    private final URI endpoint;
    private final String bucket;
    private final S3Signer signer;

    S3Client(Http http, URI endpoint, String bucket, S3Signer signer) {
        this.http = http;
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.signer = signer;
    }

    @Override
    public boolean put(String key, byte[] body) throws InterruptedException {
        return send("PUT", key, "", Map.of(), body).statusCode() == 200;
    }

    @Override
    public boolean delete(String key) throws InterruptedException {
        return send("DELETE", key, "", Map.of(), NOTHING).statusCode() == 204;
    }

    @Override
    public boolean copy(String from, String to) throws InterruptedException {
        var source = Map.of("x-amz-copy-source", "/" + bucket + "/" + from);
        return send("PUT", to, "", source, NOTHING).statusCode() == 200;
    }

    @Override
    public boolean putInParts(String key, byte[] first, byte[] second) throws InterruptedException {
        var begun = send("POST", key, "uploads=", Map.of(), NOTHING);
        if (begun.statusCode() != 200) return false;
        var upload = between(new String(begun.body(), StandardCharsets.UTF_8), "<UploadId>", "</UploadId>");
        var list = new StringBuilder("<CompleteMultipartUpload>");
        byte[][] parts = {first, second};
        for (int number = 1; number <= parts.length; number++) {
            var stored = send("PUT", key, "partNumber=" + number + "&uploadId=" + upload, Map.of(), parts[number - 1]);
            if (stored.statusCode() != 200) return false;
            var etag = stored.headers().firstValue("ETag").orElse("");
            list.append("<Part><PartNumber>")
                    .append(number)
                    .append("</PartNumber><ETag>")
                    .append(etag);
            list.append("</ETag></Part>");
        }
        list.append("</CompleteMultipartUpload>");
        var body = list.toString().getBytes(StandardCharsets.UTF_8);
        return send("POST", key, "uploadId=" + upload, Map.of(), body).statusCode() == 200;
    }

    @Override
    public Optional<byte[]> get(String key) throws InterruptedException {
        var response = send("GET", key, "", Map.of(), NOTHING);
        return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    }

    private HttpResponse<byte[]> send(String method, String key, String query, Map<String, String> amz, byte[] body)
            throws InterruptedException {
        var path = "/" + bucket + "/" + key;
        var uri = URI.create(endpoint + path + (query.isEmpty() ? "" : "?" + query));
        return http.send(method, uri, signer.sign(method, endpoint.getAuthority(), path, query, amz), body);
    }

    private static String between(String text, String before, String after) {
        var from = text.indexOf(before);
        var end = text.indexOf(after);
        if (from < 0 || end < from) throw new NoAnswer("no upload id in the answer");
        return text.substring(from + before.length(), end);
    }
}
