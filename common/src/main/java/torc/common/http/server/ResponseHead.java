package torc.common.http.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody.Empty;
import torc.common.http.ResponseBody.HeadOnly;
import torc.common.http.ResponseBody.Streamed;
import torc.common.http.ResponseBody.Whole;

/// The head of a response in bytes, all but the last lines, which depend on the connection.
///
/// The server alone frames: a handler's `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are dropped.
final class ResponseHead {
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] STATUS_200 = ascii("HTTP/1.1 200 OK\r\n");
    private static final long UNKNOWN = -1;

    private byte[] bytes = new byte[512];
    private int length;

    /// Whether body bytes follow.
    final boolean sendsBody;
    /// Whether the body is framed in chunks.
    final boolean isChunked;
    /// Whether the handler, or a body without framing, wants the connection closed.
    final boolean asksClose;

    /// Whether the client asked to keep the connection in words, and so is told in words; HTTP/1.0 needs it.
    private final boolean saysKeepAlive;

    final boolean http10;
    final int status;

    private ResponseHead(HttpResponse response, RequestHead request, byte[] dateLine) {
        this.status = response.status();
        if (status < 200 || status > 999) throw new IllegalArgumentException("status " + status);
        this.http10 = request.http10();
        this.saysKeepAlive = http10
                || request.headers()
                        .first("connection")
                        .filter("keep-alive"::equalsIgnoreCase)
                        .isPresent();
        var bodyless = status == 204 || status == 304 || request.method().equals("HEAD");
        var announced = announcedBytes(response);
        var framed = announced != UNKNOWN;
        this.sendsBody = !bodyless && !(response.body() instanceof HeadOnly) && announced != 0;
        this.isChunked = sendsBody && !framed && !http10;
        this.asksClose = response.headers().contains("Connection") || (sendsBody && !framed && http10);

        if (status == 200) put(STATUS_200);
        else
            putText("HTTP/1.1 " + status + " "
                    + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n");
        put(dateLine);
        response.headers().forEachAsWritten(this::putField);
        if (isChunked) put(CHUNKED);
        else if (framed && (status != 204 || response.body() instanceof HeadOnly) && (status != 304 || announced > 0)) {
            put(LENGTH);
            putText(Long.toString(announced));
            put(LINE_END);
        }
    }

    /// @throws IllegalArgumentException if the response cannot be said in HTTP
    static ResponseHead of(HttpResponse response, RequestHead request, byte[] dateLine) {
        return new ResponseHead(response, request, dateLine);
    }

    /// Writes the head with the lines that depend on whether the connection stays.
    void writeTo(io.netty.buffer.ByteBuf out, boolean close) {
        out.writeBytes(bytes, 0, length);
        if (close) out.writeBytes(CLOSE);
        else if (saysKeepAlive) out.writeBytes(KEEP_ALIVE);
        out.writeBytes(LINE_END);
    }

    /// More than [#writeTo] writes.
    int maxBytes() {
        return length + 64;
    }

    private static long announcedBytes(HttpResponse response) {
        return switch (response.body()) {
            case Empty _ -> 0;
            case HeadOnly head -> head.bytes().orElse(UNKNOWN);
            case Whole whole -> whole.bytes().length;
            case Streamed streamed -> streamed.bytes().orElse(UNKNOWN);
        };
    }

    private void putField(String name, String value) {
        switch (name.length()) {
            case 4 -> {
                if (name.equalsIgnoreCase("Date")) return;
            }
            case 10 -> {
                if (name.equalsIgnoreCase("Connection")) return;
            }
            case 14 -> {
                if (name.equalsIgnoreCase("Content-Length")) return;
            }
            case 17 -> {
                if (name.equalsIgnoreCase("Transfer-Encoding")) return;
            }
            default -> {}
        }
        // Signs beyond one octet become question marks here; cut to their low byte they could forge a line end.
        var nameBytes = ascii(name);
        for (var octet : nameBytes) {
            if (!Octets.isToken(octet)) throw new IllegalArgumentException("field name " + name);
        }
        if (nameBytes.length == 0) throw new IllegalArgumentException("empty field name");
        var valueBytes = ascii(value);
        room(nameBytes.length + valueBytes.length + 4);
        System.arraycopy(nameBytes, 0, bytes, length, nameBytes.length);
        length += nameBytes.length;
        bytes[length++] = ':';
        bytes[length++] = ' ';
        for (var octet : valueBytes) {
            // The remaining control signs cannot forge a line, but a client may choke on them.
            bytes[length++] = Octets.isFieldValue(octet) ? octet : (byte) '?';
        }
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    private void putText(String text) {
        put(ascii(text));
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
