package torc.common.http;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import torc.common.stream.ByteSource;

/// What follows the head of a response.
public sealed interface ResponseBody {
    /// Nothing, with `Content-Length: 0` where the status allows one.
    record Empty() implements ResponseBody {}

    /// Nothing, but announced as if `bytes` followed: the answer to HEAD.
    /// Also for a 204 whose clients want to see a `Content-Length: 0`, which other 204s must not have.
    record HeadOnly(OptionalLong bytes) implements ResponseBody {}

    /// A small body that is in memory. The array is handed over.
    record Whole(byte[] bytes) implements ResponseBody {}

    /// A body to be streamed; the server closes the source in every case. With a length, a source that ends
    /// early or fails breaks the connection, so that the client cannot take the body for whole. Without one
    /// it is chunked.
    record Streamed(OptionalLong bytes, ByteSource source) implements ResponseBody {}

    static ResponseBody empty() {
        return new Empty();
    }

    static ResponseBody text(String text) {
        return new Whole(text.getBytes(StandardCharsets.UTF_8));
    }
}
