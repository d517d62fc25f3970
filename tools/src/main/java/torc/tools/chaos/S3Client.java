package torc.tools.chaos;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import torc.tools.signing.S3Signer;

/// The S3 API of the server under test, path style.
final class S3Client implements Dialect {
    private static final byte[] NOTHING = {};
    private static final String MARK = "x-amz-meta-mark";
    private static final Pattern ENTRY = Pattern.compile("<Contents>.*?<Key>(.*?)</Key>.*?<Size>(.*?)</Size>");
    private static final Pattern UPLOAD = Pattern.compile("<Upload>.*?<Key>(.*?)</Key>.*?<UploadId>(.*?)</UploadId>");

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
    public String name() {
        return "s3";
    }

    @Override
    public Done put(String key, byte[] body, Terms terms) throws InterruptedException {
        return Answers.done(send("PUT", key, "", marked(terms), terms.conditions(), body), 200);
    }

    @Override
    public Done delete(String key) throws InterruptedException {
        return Answers.done(send("DELETE", key, "", Map.of(), NOTHING), 204);
    }

    @Override
    public Done copy(String from, String to) throws InterruptedException {
        var source = Map.of("x-amz-copy-source", "/" + bucket + "/" + from);
        return Answers.done(send("PUT", to, "", source, NOTHING), 200);
    }

    @Override
    public Done putInParts(String key, byte[] first, byte[] second, Terms terms) throws InterruptedException {
        var begun = send("POST", key, "uploads=", marked(terms), NOTHING);
        if (begun.statusCode() != 200) return Done.REFUSED;
        var upload = between(text(begun), "<UploadId>", "</UploadId>");
        var list = new StringBuilder("<CompleteMultipartUpload>");
        byte[][] parts = {first, second};
        for (int number = 1; number <= parts.length; number++) {
            var stored = send("PUT", key, "partNumber=" + number + "&uploadId=" + upload, Map.of(), parts[number - 1]);
            if (stored.statusCode() != 200) return Done.REFUSED;
            var etag = stored.headers().firstValue("ETag").orElse("");
            list.append("<Part><PartNumber>")
                    .append(number)
                    .append("</PartNumber><ETag>")
                    .append(etag);
            list.append("</ETag></Part>");
        }
        list.append("</CompleteMultipartUpload>");
        var body = list.toString().getBytes(StandardCharsets.UTF_8);
        var completed = send("POST", key, "uploadId=" + upload, Map.of(), body);
        // A completion may be answered with 200 before it has failed (S3, "CompleteMultipartUpload").
        if (completed.statusCode() == 200 && text(completed).contains("<Error>")) throw new NoAnswer("late error");
        return Answers.done(completed, 200);
    }

    @Override
    public Optional<Seen> get(String key) throws InterruptedException {
        return Answers.seen(send("GET", key, "", Map.of(), NOTHING), MARK);
    }

    @Override
    public Optional<Seen> getRange(String key, int first, int count) throws InterruptedException {
        var range = Map.of("Range", Answers.range(first, count));
        return Answers.seen(send("GET", key, "", Map.of(), range, NOTHING), MARK);
    }

    @Override
    public Optional<Seen> head(String key) throws InterruptedException {
        return Answers.seen(send("HEAD", key, "", Map.of(), NOTHING), MARK);
    }

    @Override
    public List<Listed> list(String prefix) throws InterruptedException {
        var response = send("GET", "", "list-type=2&prefix=" + prefix, Map.of(), NOTHING);
        if (response.statusCode() != 200) throw new NoAnswer("status " + response.statusCode());
        var found = new ArrayList<Listed>();
        var entries = ENTRY.matcher(text(response));
        while (entries.find()) found.add(new Listed(entries.group(1), Long.parseLong(entries.group(2))));
        return found;
    }

    /// Ends all uploads that are under way; an upload that was cut off stays until somebody does.
    ///
    /// @return how many there were
    int abortUploads() throws InterruptedException {
        var response = send("GET", "", "uploads=", Map.of(), NOTHING);
        if (response.statusCode() != 200) throw new NoAnswer("status " + response.statusCode());
        var uploads = UPLOAD.matcher(text(response));
        var count = 0;
        for (; uploads.find(); count++) {
            send("DELETE", uploads.group(1), "uploadId=" + uploads.group(2), Map.of(), NOTHING);
        }
        return count;
    }

    private static Map<String, String> marked(Terms terms) {
        return terms.mark() == 0 ? Map.of() : Map.of(MARK, Long.toString(terms.mark()));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8).replace("\n", "");
    }

    private HttpResponse<byte[]> send(String method, String key, String query, Map<String, String> amz, byte[] body)
            throws InterruptedException {
        return send(method, key, query, amz, Map.of(), body);
    }

    private HttpResponse<byte[]> send(
            String method, String key, String query, Map<String, String> amz, Map<String, String> more, byte[] body)
            throws InterruptedException {
        var path = "/" + bucket + (key.isEmpty() ? "" : "/" + key);
        var uri = URI.create(endpoint + path + (query.isEmpty() ? "" : "?" + query));
        var fields = new TreeMap<>(signer.sign(method, endpoint.getAuthority(), path, query, amz));
        fields.putAll(more);
        return http.send(method, uri, fields, body);
    }

    private static String between(String text, String before, String after) {
        var from = text.indexOf(before);
        var end = text.indexOf(after);
        if (from < 0 || end < from) throw new NoAnswer("no upload id in the answer");
        return text.substring(from + before.length(), end);
    }
}
