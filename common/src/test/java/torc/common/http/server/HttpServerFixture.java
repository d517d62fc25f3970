package torc.common.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import torc.common.http.HttpHandler;

/// A running server and a client that speaks in raw bytes.
public final class HttpServerFixture implements AutoCloseable {
    private static final EventLoops LOOPS = new EventLoops(2);

    final HttpServer server;
    final ConcurrentLinkedQueue<AnsweredRequest> answered = new ConcurrentLinkedQueue<>();

    public HttpServerFixture(HttpHandler handler) {
        this(handler, HttpLimits.defaults());
    }

    public HttpServerFixture(HttpHandler handler, HttpLimits limits) {
        this(handler, limits, _ -> {});
    }

    /// @param observer hears of each answer after `answered` has
    HttpServerFixture(HttpHandler handler, HttpLimits limits, RequestObserver observer) {
        var config = new HttpServerConfig("test", "127.0.0.1", 0, limits, Optional.empty());
        var ids = new RequestIds(InstantSource.system(), new Random(1));
        server = new HttpServer(
                LOOPS,
                config,
                handler,
                answer -> {
                    answered.add(answer);
                    observer.answered(answer);
                },
                ids,
                InstantSource.system(),
                System::nanoTime);
        server.start();
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(2));
    }

    Client connect() throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }

    /// Sends this, says that nothing more will come, and gives all that is answered.
    String exchange(String request) throws IOException {
        try (var client = connect()) {
            client.send(request);
            client.socket.shutdownOutput();
            return client.readAll();
        }
    }

    static final class Client implements AutoCloseable {
        final Socket socket;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// Everything until the server closes.
        String readAll() throws IOException {
            var all = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(all);
            } catch (java.net.SocketException reset) {
                all.write("<reset>".getBytes(StandardCharsets.ISO_8859_1));
            }
            return all.toString(StandardCharsets.ISO_8859_1);
        }

        /// The next response, framed by Content-Length.
        String readResponse() throws IOException {
            var head = readUntil("\r\n\r\n");
            var at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
            if (at < 0) return head;
            var length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
            return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        String readUntil(String end) throws IOException {
            var read = new StringBuilder();
            while (read.indexOf(end) < 0) {
                var octet = socket.getInputStream().read();
                if (octet < 0) return read.append("<end>").toString();
                read.append((char) octet);
            }
            return read.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
