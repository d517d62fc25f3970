package torc.common.http;

/// A request as it came over the wire: nothing is decoded, so that a dialect can check and sign exactly what was sent.
///
/// @param method the method, as sent
/// @param rawPath the path of the request target, percent-encoding untouched
/// @param rawQuery the query without its question mark; empty if there is none
/// @param remoteAddress the peer's address in text form
public record HttpRequest(
        String method, String rawPath, String rawQuery, Headers headers, String remoteAddress, RequestBody body) {
    /// The same request with another path, for a router that strips its prefix.
    public HttpRequest withRawPath(String path) {
        return new HttpRequest(method, path, rawQuery, headers, remoteAddress, body);
    }
}
