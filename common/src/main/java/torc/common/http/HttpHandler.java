package torc.common.http;

/// Answers requests. Called on a virtual thread of the request's own, so it may block; must be safe for many at once.
///
/// An exception that leaves a handler becomes a plain 500 with nothing but the request id (THREATS R08), so each
/// dialect maps its own errors before.
@FunctionalInterface
public interface HttpHandler {
    HttpResponse handle(HttpRequest request);
}
