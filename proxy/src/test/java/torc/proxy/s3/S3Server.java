package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import torc.common.http.server.HttpServerFixture;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.encryption.TestSecrets;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.s3.signature.FakeKeys;

/// The dialect on a real socket, over an object service in memory, with a client that speaks in raw bytes.
final class S3Server implements AutoCloseable {
    static final S3Settings SETTINGS = new S3Settings(
            List.of("us-east-1", "eu-test-1"),
            List.of("s3.localhost"),
            List.of("admin", "member"),
            64L << 20,
            5L << 20);

    final TestCatalog catalog;
    final FakeKeys keys = new FakeKeys();
    final S3Dialect dialect;
    final InstantSource clock;
    private final HttpServerFixture server;

    S3Server() {
        this(null);
    }

    /// @param clock null for the catalogue's own, which tests move
    S3Server(@org.jspecify.annotations.Nullable InstantSource clock) {
        this(clock, new TestCatalog());
    }

    private S3Server(@org.jspecify.annotations.Nullable InstantSource clock, TestCatalog catalog) {
        this.catalog = catalog;
        this.clock = clock == null ? catalog : clock;
        keys.add(TestRequest.ACCESS, TestRequest.SECRET, "alpha", "member");
        keys.add("AKOTHER", "other-secret", "beta", "member");
        keys.add("AKREADER", "reader-secret", "alpha", "reader");
        dialect = new S3Dialect(catalog.service, keys, this.clock, SETTINGS);
        server = new HttpServerFixture(dialect);
    }

    /// One that encrypts what it stores.
    static S3Server encrypted() {
        return new S3Server(null, new TestCatalog(TestSecrets.on(1)));
    }

    int port() {
        return server.port();
    }

    /// A bucket of the first project.
    S3Server withBucket(String name) {
        catalog.service.containers().create(container(name), properties -> properties);
        return this;
    }

    static ContainerName container(String name) {
        return new ContainerName(new AccountName("AUTH_alpha"), name);
    }

    static ObjectName object(String bucket, String key) {
        return new ObjectName(container(bucket), key);
    }

    TestRequest request(String method, String path) {
        var query = path.indexOf('?');
        return query < 0
                ? new TestRequest(method, path, "")
                : new TestRequest(method, path.substring(0, query), path.substring(query + 1));
    }

    /// Signs in the header and sends.
    TestResponse send(TestRequest request) {
        return exchange(request.sign(clock.instant()).wire());
    }

    TestResponse send(String method, String path) {
        return send(request(method, path));
    }

    TestResponse put(String path, String body) {
        return send(request("PUT", path).body(body));
    }

    /// Sends these bytes, and reads the answer until the server closes.
    TestResponse exchange(byte[] wire) {
        return TestResponse.parse(exchangeRaw(wire, wire.length, false));
    }

    /// As [#exchange(byte[])], and says that nothing more will come.
    TestResponse exchangeAndEnd(byte[] wire) {
        return TestResponse.parse(exchangeRaw(wire, wire.length, true));
    }

    /// Sends in two pieces cut at `cut`.
    byte[] exchangeRaw(byte[] wire, int cut, boolean end) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            try {
                socket.getOutputStream().write(wire, 0, cut);
                socket.getOutputStream().flush();
                socket.getOutputStream().write(wire, cut, wire.length - cut);
                if (end) socket.shutdownOutput();
            } catch (SocketException _) {
                // The server has answered and closed already.
            }
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is stored of an object, past all HTTP.
    byte[] stored(String bucket, String key) {
        try (var open = catalog.service.objects().open(object(bucket, key)).orElseThrow()) {
            var bytes = new java.io.ByteArrayOutputStream();
            try (var source = open.read(0, open.object().bytes())) {
                for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                    var part = new byte[chunk.bytes().remaining()];
                    chunk.bytes().get(part);
                    chunk.release();
                    bytes.writeBytes(part);
                }
            }
            return bytes.toByteArray();
        }
    }

    void assertAbsent(String bucket, String key) {
        assertThat(catalog.service.objects().find(object(bucket, key))).isEmpty();
        assertThat(catalog.service
                        .containers()
                        .find(container(bucket))
                        .orElseThrow()
                        .usage()
                        .objects())
                .isZero();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
        catalog.close();
    }
}
