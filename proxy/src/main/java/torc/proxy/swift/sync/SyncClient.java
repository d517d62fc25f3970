package torc.proxy.swift.sync;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import torc.common.http.Headers;
import torc.common.pace.Pace;
import torc.common.stream.ByteSource;

/// Sends one request over one connection of its own, octet for octet, which the platform's client does not do with
/// metadata beyond ASCII. Redirects are answers like any other: nothing is sent but where the operator said
/// (THREATS V04). Whatever moves no byte for a minute is broken off.
final class SyncClient {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int STALL_SECONDS = 60;
    private static final int LOOK_SECONDS = 5;
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_INTERIM = 8;

    private final Pace pace;
    private final ThreadFactory threads;
    private final LongSupplier nanoTime;

    /// @param pace spends each byte that is sent
    SyncClient(Pace pace, ThreadFactory threads, LongSupplier nanoTime) {
        this.pace = pace;
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    record Answer(int status, Headers headers) {}

    /// @param path percent-coded
    /// @param headers without those of the connection and the body's length
    /// @param bytes length of the body
    /// @param body closed by the caller
    Answer send(String method, URI server, String path, Headers headers, long bytes, ByteSource body)
            throws IOException, InterruptedException {
        var isTls = "https".equalsIgnoreCase(server.getScheme());
        var port = server.getPort() >= 0 ? server.getPort() : isTls ? 443 : 80;
        var host = server.getHost();
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port), CONNECT_MILLIS);
            plain.setSoTimeout(STALL_SECONDS * 1_000);
            plain.setTcpNoDelay(true);
            var moved = new AtomicLong(nanoTime.getAsLong());
            var ended = new CountDownLatch(1);
            threads.newThread(() -> breakOff(plain, moved, ended)).start();
            try (var socket = isTls ? tls(plain, host, port) : plain) {
                var head = head(method, path, authority(host, server.getPort()), headers, bytes);
                return exchange(socket, head, body, moved);
            } finally {
                ended.countDown();
            }
        }
    }

    private static Socket tls(Socket plain, String host, int port) throws IOException {
        var secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /// A blocked write knows no time limit, but it ends when its socket is closed.
    private void breakOff(Socket socket, AtomicLong moved, CountDownLatch ended) {
        try {
            while (!ended.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                if (nanoTime.getAsLong() - moved.get() > TimeUnit.SECONDS.toNanos(STALL_SECONDS + LOOK_SECONDS)) {
                    socket.close();
                    return;
                }
            }
        } catch (IOException _) {
            // It is closed.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String authority(String host, int port) {
        return port < 0 ? host : host + ":" + port;
    }

    private static byte[] head(String method, String path, String authority, Headers headers, long bytes) {
        var head = new StringBuilder(512)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\nUser-Agent: torc container-sync\r\nConnection: close\r\n");
        if (method.equals("PUT")) head.append("Content-Length: ").append(bytes).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private Answer exchange(Socket socket, byte[] head, ByteSource body, AtomicLong moved)
            throws IOException, InterruptedException {
        var in = new BufferedInputStream(socket.getInputStream());
        try {
            var out = socket.getOutputStream();
            out.write(head);
            send(body, out, moved);
            out.flush();
        } catch (IOException broken) {
            // Who refuses an object may close before it has read it, and has said why.
            try {
                return answer(in);
            } catch (IOException unsaid) {
                broken.addSuppressed(unsaid);
                throw broken;
            }
        }
        return answer(in);
    }

    private void send(ByteSource body, OutputStream out, AtomicLong moved) throws IOException, InterruptedException {
        var buffer = new byte[64 << 10];
        for (var chunk = body.next(); chunk != null; chunk = body.next()) {
            try {
                var bytes = chunk.bytes();
                while (bytes.hasRemaining()) {
                    var count = Math.min(buffer.length, bytes.remaining());
                    bytes.get(buffer, 0, count);
                    pace.spend(count);
                    moved.set(nanoTime.getAsLong());
                    out.write(buffer, 0, count);
                }
            } finally {
                chunk.release();
            }
        }
        moved.set(nanoTime.getAsLong());
    }

    private static Answer answer(InputStream in) throws IOException {
        for (int i = 0; i < MAX_INTERIM; i++) {
            var answer = parse(readHead(in));
            if (answer.status() >= 200) return answer;
        }
        throw new IOException("too many interim answers");
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        var end = 0;
        while (end < 4) {
            var octet = in.read();
            if (octet < 0) throw new IOException("the connection ended before the answer");
            head.write(octet);
            if (head.size() > MAX_HEAD_BYTES) throw new IOException("the answer's head is too long");
            end = octet == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : octet == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static Answer parse(String head) throws IOException {
        var lines = head.split("\r\n");
        if (!lines[0].matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) throw new IOException("no answer of HTTP/1.1");
        var headers = Headers.builder();
        for (int i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            if (colon <= 0) throw new IOException("a malformed field in the answer");
            headers.add(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers.build());
    }
}
