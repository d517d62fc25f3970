package torc.common.http;

/// A response as a value. The server adds `Date`, and `Content-Length` or chunked framing from the body.
public record HttpResponse(int status, Headers headers, ResponseBody body) {
    public static HttpResponse of(int status) {
        return new HttpResponse(status, Headers.empty(), ResponseBody.empty());
    }

    public static HttpResponse of(int status, Headers headers) {
        return new HttpResponse(status, headers, ResponseBody.empty());
    }

    public static HttpResponse of(int status, Headers headers, byte[] body) {
        return new HttpResponse(status, headers, new ResponseBody.Whole(body));
    }

    public static HttpResponse of(int status, Headers headers, String body) {
        return new HttpResponse(status, headers, ResponseBody.text(body));
    }
}
