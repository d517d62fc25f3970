package torc.proxy.swift.object;

import java.util.Optional;
import java.util.function.BiFunction;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.body.Md5;
import torc.proxy.swift.content.Content;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.StaticManifest;
import torc.proxy.swift.request.SwiftRequest;

/// Reads of a manifest itself (`multipart-manifest=get`).
final class ManifestReads {
    private final Contents contents;

    ManifestReads(Contents contents) {
        this.contents = contents;
    }

    /// The manifest of a large object; empty for any other, which is read as ever.
    ///
    /// @param answer the answer for what is stored
    Optional<HttpResponse> get(SwiftRequest request, BiFunction<SwiftRequest, Content, HttpResponse> answer) {
        var found = contents.openManifest(request.path(), request.reach());
        if (found.isEmpty()) return Optional.empty();
        var content = found.get();
        var object = content.shown().object();
        if (!LargeObjectMarks.isLarge(object)) {
            content.close();
            return Optional.empty();
        }
        if (LargeObjectMarks.isStatic(object) && request.query().get("format").equals("raw")) {
            try (content) {
                var raw = StaticManifest.read(Contents.manifest(content)).raw();
                var etag = Md5.of(raw, 0, raw.length);
                var headers = ObjectHeaders.describe(content.shown()).set("Etag", etag);
                return Optional.of(new HttpResponse(200, headers.build(), new ResponseBody.Whole(raw)));
            }
        }
        var response = answer.apply(request, content);
        if (!LargeObjectMarks.isStatic(object) || response.status() != 200) return Optional.of(response);
        var headers = response.headers().toBuilder().set("Content-Type", "application/json; charset=utf-8");
        return Optional.of(new HttpResponse(response.status(), headers.build(), response.body()));
    }
}
