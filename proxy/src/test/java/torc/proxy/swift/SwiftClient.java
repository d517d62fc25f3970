package torc.proxy.swift;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/// Speaks to a server in raw bytes over one connection that is kept alive, so that a test says exactly what is
/// sent.
final class SwiftClient implements AutoCloseable {
    private static final byte[] NOTHING = {};

    final Socket socket;
    private final String token;

    /// @param token of the user that requests are sent for; empty for nobody
    SwiftClient(int port, String token) {
        try {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.token = token;
    }

    Reply get(String path, String... headers) {
        return send("GET", path, NOTHING, headers);
    }

    Reply head(String path, String... headers) {
        return send("HEAD", path, NOTHING, headers);
    }

    Reply put(String path, String body, String... headers) {
        return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply post(String path, String... headers) {
        return send("POST", path, NOTHING, headers);
    }

    Reply delete(String path, String... headers) {
        return send("DELETE", path, NOTHING, headers);
    }

    /// Sends a request with a body of known length, unless a header says otherwise, and reads the answer.
    ///
    /// @param headers whole lines, such as `X-Newest: true`
    Reply send(String method, String path, byte[] body, String... headers) {
        var head = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        if (Arrays.stream(headers).noneMatch(line -> line.startsWith("Host:"))) head.append("Host: localhost\r\n");
        if (!token.isEmpty()) head.append("X-Auth-Token: ").append(token).append("\r\n");
        if (Arrays.stream(headers).noneMatch(SwiftClient::frames))
            head.append("Content-Length: ").append(body.length).append("\r\n");
        for (var line : headers) if (!line.equals("-")) head.append(line).append("\r\n");
        write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        write(body);
        return read(method.equals("HEAD"));
    }

    /// A header line that frames the body, or `-`, which stands for no framing at all.
    private static boolean frames(String line) {
        return line.equals("-")
                || line.regionMatches(true, 0, "Content-Length:", 0, 15)
                || line.regionMatches(true, 0, "Transfer-Encoding:", 0, 18);
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Reads the next answer, passing over `100 Continue`.
    Reply read(boolean toHead) {
        try {
            var in = socket.getInputStream();
            var head = new ArrayList<String>();
            do {
                head.clear();
                for (var line = line(in); !line.isEmpty(); line = line(in)) head.add(line);
            } while (head.getFirst().startsWith("HTTP/1.1 100"));
            var reply = new Reply(Integer.parseInt(head.getFirst().substring(9, 12)), head, NOTHING);
            return toHead ? reply : new Reply(reply.status(), head, body(in, reply));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] body(InputStream in, Reply reply) throws IOException {
        var length = reply.header("content-length");
        if (length.isPresent()) return in.readNBytes(Integer.parseInt(length.get()));
        if (reply.header("transfer-encoding").isEmpty()) return NOTHING;
        var body = new ByteArrayOutputStream();
        for (int bytes = Integer.parseInt(line(in), 16); bytes > 0; bytes = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(bytes));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new IOException("connection closed after: " + line);
            if (octet != '\r') line.append((char) octet);
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
