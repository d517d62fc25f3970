package torc.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.common.http.server.HttpServerFixture;

class ObjectBenchTest {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private volatile boolean corrupting;
    private final HttpServerFixture server = new HttpServerFixture(this::answer);
    private final StringWriter errors = new StringWriter();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesAndReadsAndFindsNothingWrong() {
        var out = new StringWriter();

        var exit = bench(out);

        assertThat(exit).as(errors::toString).isZero();
        var rows = out.toString().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().path("operation").asString()).isEqualTo("put");
        rows.forEach(row -> {
            assertThat(row.path("requests_per_second").asDouble()).isPositive();
            assertThat(row.path("failed").asInt()).isZero();
            assertThat(row.path("wrong").asInt()).isZero();
        });
    }

    @Test
    void aWrongByteIsCountedAndMakesTheCommandFail() {
        corrupting = true;

        assertThat(bench(new StringWriter())).as(errors::toString).isEqualTo(3);
    }

    @Test
    void anEndpointThatIsNotThereIsAnError() {
        server.close();

        assertThat(bench(new StringWriter())).isEqualTo(1);
    }

    private int bench(StringWriter out) {
        return new CommandLine(new ObjectBenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(
                        "--url",
                        "http://127.0.0.1:" + server.port() + "/v1/AUTH_a",
                        "--sizes",
                        "70000",
                        "--concurrency",
                        "2",
                        "--objects",
                        "20",
                        "--duration",
                        "1",
                        "--warm-up",
                        "0",
                        "--json");
    }

    private HttpResponse answer(HttpRequest request) {
        if (request.method().equals("PUT")) {
            stored.put(request.rawPath(), all(request.body()));
            return HttpResponse.of(201);
        }
        var body = stored.getOrDefault(request.rawPath(), new byte[0]).clone();
        if (corrupting) body[69_999] ^= 1;
        return HttpResponse.of(200, Headers.empty(), body);
    }

    private static byte[] all(RequestBody body) {
        var all = new ByteArrayOutputStream();
        for (var chunk = body.next(); chunk != null; chunk = body.next()) {
            var bytes = new byte[chunk.bytes().remaining()];
            chunk.bytes().get(bytes);
            chunk.release();
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
