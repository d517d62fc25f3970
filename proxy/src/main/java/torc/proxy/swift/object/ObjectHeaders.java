package torc.proxy.swift.object;

import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.content.Shown;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.time.Timestamps;

/// The headers that describe an object in answers.
final class ObjectHeaders {
    private ObjectHeaders() {}

    static Headers.Builder describe(Shown shown) {
        return describe(shown, shown.object().attributes().contentType());
    }

    /// @param contentType of the answer, which is not the object's if it holds several ranges
    static Headers.Builder describe(Shown shown, String contentType) {
        var object = shown.object();
        var attributes = object.attributes();
        var headers = Headers.builder()
                .add("Content-Type", contentType)
                .add("Etag", shown.etagField())
                .add("Last-Modified", Timestamps.lastModified(object.modifiedMicros()))
                .add("X-Timestamp", Timestamps.normal(object.modifiedMicros()))
                .add("Accept-Ranges", "bytes");
        if (!attributes.headers().isEmpty())
            attributes.headers().forEach((name, value) -> headers.add(HeaderNames.title(name), value));
        addMetadata(object, headers);
        if (shown.more().count() > 0) shown.more().forEach(headers::add);
        return headers;
    }

    static void addMetadata(StoredObject object, Headers.Builder headers) {
        if (!object.metadata().isEmpty())
            object.metadata()
                    .forEach((name, value) -> headers.add(Kind.OBJECT.answerPrefix() + HeaderNames.title(name), value));
        if (object.deleteAtSeconds().isPresent())
            headers.add("X-Delete-At", Long.toString(object.deleteAtSeconds().getAsLong()));
    }
}
