package torc.common.http.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;

/// Answers of the server itself, before or beside any dialect.
final class ErrorPages {
    private ErrorPages() {}

    static HttpResponse plain(int status, String requestId) {
        return plain(status, requestId, "");
    }

    static HttpResponse plain(int status, String requestId, String reason) {
        var headers = Headers.builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("X-Trans-Id", requestId);
        if (status == 503) headers.add("Retry-After", "1");
        var text = HttpResponseStatus.valueOf(status).toString();
        var detail = reason.isEmpty() ? "" : ": " + reason;
        return HttpResponse.of(status, headers.build(), text + detail + "\nrequest id " + requestId + "\n");
    }
}
