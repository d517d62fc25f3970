package torc.tools.up;

import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;

/// Stands in for a handler that can be made only once its port is bound.
final class LateHandler implements HttpHandler {
    private volatile HttpHandler handler = request -> HttpResponse.of(503);

    void become(HttpHandler real) {
        handler = real;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return handler.handle(request);
    }
}
