package torc.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class ObjectBenchTest {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private volatile boolean corrupting;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void writesAndReadsAndFindsNothingWrong() {
        var out = new StringWriter();

        var exit = bench(out);

        assertThat(exit).isZero();
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

        assertThat(bench(new StringWriter())).isEqualTo(3);
    }

    @Test
    void anEndpointThatIsNotThereIsAnError() {
        server.stop(0);

        assertThat(bench(new StringWriter())).isEqualTo(1);
    }

    private int bench(StringWriter out) {
        return new CommandLine(new ObjectBenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(
                        "--url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/AUTH_a",
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

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                stored.put(path, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(201, -1);
            } else {
                var body = stored.getOrDefault(path, new byte[0]).clone();
                if (corrupting) body[69_999] ^= 1;
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
