package torc.proxy.s3.object;

import java.util.List;
import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// The head of an answer to GET or HEAD of an object.
final class ObjectHead {
    private static final List<String> OVERRIDABLE = List.of(
            "content-type", "content-language", "expires", "cache-control", "content-disposition", "content-encoding");

    private ObjectHead() {}

    /// @param whole whether all bytes are given, so that a checksum of them may be
    static Headers.Builder of(S3Request request, StoredObject object, boolean whole) {
        var head = validators(request, object).add("Accept-Ranges", "bytes");
        var attributes = object.attributes();
        for (var name : OVERRIDABLE) {
            var stored = name.equals("content-type")
                    ? attributes.contentType()
                    : attributes.headers().get(name);
            var override = request.query().first("response-" + name);
            if (override.isPresent()) addOverride(head, name, override.get());
            else if (stored != null && !stored.isEmpty()) head.add(name, stored);
        }
        attributes.metadata().forEach((name, value) -> head.add("x-amz-meta-" + name, value));
        if (whole && request.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED"))
            ObjectChecksum.of(attributes.system()).ifPresent(checksum -> addChecksum(head, checksum));
        return head;
    }

    /// What also an answer without the object's bytes or attributes has.
    static Headers.Builder validators(S3Request request, StoredObject object) {
        return request.answer()
                .add("ETag", "\"" + object.etag() + "\"")
                .add("Last-Modified", Times.http(object.modifiedMicros()));
    }

    static void addChecksum(Headers.Builder head, ObjectChecksum checksum) {
        head.add(checksum.algorithm().header(), checksum.text())
                .add("x-amz-checksum-type", checksum.type().name());
    }

    private static void addOverride(Headers.Builder head, String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            // Also the line ends of Unicode: somebody behind us may take them for one (THREATS S23).
            var c = value.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029')
                throw S3Failure.invalidArgument("A header cannot hold this value.", "response-" + name, "");
        }
        head.addUtf8(name, value);
    }
}
