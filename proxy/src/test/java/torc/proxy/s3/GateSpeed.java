package torc.proxy.s3;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.RequestBody;
import torc.common.http.ResponseBody;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.objects.Bodies;

/// Prints what the dialect costs for a PUT and a GET of 4 KiB with a signature in the header, over an object
/// service in
/// memory and without sockets. A program, not a test: its figures are this machine's.
public final class GateSpeed {
    private static final int ROUNDS = 40_000;

    private GateSpeed() {}

    public static void main(String[] arguments) {
        try (var server = new S3Server().withBucket("bucket")) {
            var body = Bodies.random(4096, 1);
            var put = server.request("PUT", "/bucket/k").body(body).sign(server.clock.instant());
            var get = server.request("GET", "/bucket/k").sign(server.clock.instant());
            for (int i = 0; i < 4; i++) {
                report("GET 4 KiB", server, get);
                report("PUT 4 KiB", server, put);
                report(
                        "HEAD of a wrong signature",
                        server,
                        server.request("HEAD", "/bucket/k").as("AKTEST", "x").sign(server.clock.instant()));
            }
        }
    }

    private static void report(String name, S3Server server, TestRequest request) {
        if (request.method.equals("GET")) server.put("/bucket/k", "x".repeat(4096));
        var headers = Headers.builder();
        for (var field : request.headers) headers.add(field[0], field[1]);
        var head = headers.build();
        var start = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            var response = server.dialect.handle(
                    new HttpRequest(request.method, request.path, request.query, head, "-", new Body(request.body)));
            if (response.body() instanceof ResponseBody.Streamed(var _, var source)) drain(source);
        }
        System.out.printf("%s: %.1f us%n", name, (System.nanoTime() - start) / 1000.0 / ROUNDS);
    }

    private static void drain(ByteSource source) {
        try (source) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) chunk.release();
        }
    }

    private record Body(ByteSource source, int length) implements RequestBody {
        Body(byte[] bytes) {
            this(ByteSource.of(bytes), bytes.length);
        }

        @Override
        public OptionalLong announcedBytes() {
            return OptionalLong.of(length);
        }

        @Override
        public @Nullable Chunk next() {
            return source.next();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
