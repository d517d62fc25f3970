package torc.proxy.swift.tempurl;

import java.util.Locale;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.time.Timestamps;

/// Answers to requests of temporary URLs: without the object's metadata, and with the name under which a browser keeps
/// it.
public final class TempUrlAnswers {
    private static final String PRIVATE = "x-object-meta-";
    private static final String PUBLIC = "x-object-meta-public-";
    private static final String DISPOSITION = "Content-Disposition";

    /// The last second of the year 9999, beyond which no date can be written.
    private static final long MAX_SECONDS = 253_402_300_799L;

    private TempUrlAnswers() {}

    /// @param http the request that was let pass, or not
    public static HttpResponse finished(HttpRequest http, HttpResponse response) {
        var headers = Headers.builder();
        response.headers().forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(PRIVATE) || lower.startsWith(PUBLIC)) headers.add(name, value);
        });
        var reading = http.method().equals("GET") || http.method().equals("HEAD");
        if (reading && response.status() / 100 == 2) describe(http, response, headers);
        return new HttpResponse(response.status(), headers.build(), response.body());
    }

    private static void describe(HttpRequest http, HttpResponse response, Headers.Builder headers) {
        var url = TempUrl.parse(QueryParameters.parse(http.rawQuery()));
        headers.set(DISPOSITION, disposition(url, http, response.headers()))
                .set("Expires", Timestamps.lastModified(Math.clamp(url.expiresSeconds(), 0, MAX_SECONDS) * 1_000_000));
    }

    private static String disposition(TempUrl url, HttpRequest http, Headers found) {
        if (url.inline()) return url.filename().isEmpty() ? "inline" : named("inline", url.filename());
        if (!url.filename().isEmpty()) return named("attachment", url.filename());
        return found.first(DISPOSITION).orElseGet(() -> {
            var name = SwiftPath.parse(http.rawPath()).object().replaceAll("/+$", "");
            return named("attachment", name.substring(name.lastIndexOf('/') + 1));
        });
    }

    /// As RFC 6266 has it, in both of its forms (RFC 5987 §3.2).
    private static String named(String type, String filename) {
        var encoded = PercentCoding.encode(filename);
        return type + "; filename=\"" + encoded.replace("%20", " ") + "\"; filename*=UTF-8''" + encoded;
    }
}
