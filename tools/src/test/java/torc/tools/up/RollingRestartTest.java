package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.tools.up.CommandCluster.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.cluster.InitCommand;
import torc.tools.cluster.JoinCommand;
import torc.tools.cluster.TokenCommand;
import torc.tools.data.DataDirectory;
import torc.tools.devcluster.NodePlace;
import torc.tools.devcluster.NodeProcess;
import torc.tools.rings.RingCommand;

/// FAULTS F16: three nodes, each a process of its own, are stopped and started one after the other as an upgrade
/// does,
/// while clients write and read; whoever tries a failed request once more, at another node, notices nothing.
final class RollingRestartTest {
    private static final int NODES = 3;
    private static final int CLIENTS = 6;
    private static final int LARGE = 60_000;
    private static final int LEAST_REQUESTS = 150;

    /// An address of this host that nobody else's test uses.
    private final String network = "127." + new Random().nextInt(10, 250) + "." + new Random().nextInt(10, 250) + ".";

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (var node : nodes) node.kill();
        http.close();
    }

    @Test
    void f16_restartingNodesOneByOneFailsNoRequestThatIsTriedOnceMore() throws Exception {
        for (int i = 1; i <= NODES; i++) nodes.add(node(i));
        found();
        var token = logIn();
        assertThat(once(0, "PUT", "", token, new byte[0]).statusCode()).isEqualTo(201);

        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            var number = i;
            clients.add(Thread.ofVirtual().start(() -> use(number, token)));
        }
        awaitRequests(LEAST_REQUESTS);
        for (var node : nodes) {
            var before = requests.get();
            node.stop();
            awaitRequests(before + LEAST_REQUESTS / 3);
            node.start();
            awaitRequests(requests.get() + LEAST_REQUESTS / 3);
        }
        over.set(true);
        for (var client : clients) client.join();

        assertThat(failures)
                .as("of " + requests + " requests, " + retries + " retried")
                .isEmpty();
        assertThat(requests.get()).isGreaterThan(LEAST_REQUESTS * 2L);
        System.out.println("rolling restart: " + requests + " requests, " + retries + " tried again, 0 failed");
    }

    private NodeProcess node(int number) {
        var place = NodePlace.of("n" + number, network + number, folder.resolve("n" + number), List.of());
        var java = ProcessHandle.current().info().command().orElseThrow();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        var torc = List.of(
                java,
                "-Xmx200m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=200m",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.virtualThreadScheduler.parallelism=16",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "torc.tools.Main");
        return new NodeProcess(torc, place, List.of("--admin-port", "0"));
    }

    /// As its users would, but for `up` without a process for each command.
    private void found() throws Exception {
        for (var node : nodes) {
            var place = node.place();
            var options = List.of("--data=" + place.data(), "--name=" + place.name(), "--address=" + place.address());
            if (node == nodes.getFirst()) run(new InitCommand(), options.toArray(String[]::new));
            else {
                var all = new ArrayList<>(options);
                all.add("--token="
                        + run(
                                        new TokenCommand(),
                                        "create",
                                        "--data=" + nodes.getFirst().place().data())
                                .strip());
                run(new JoinCommand(), all.toArray(String[]::new));
            }
            node.start();
        }
        var first = "--data=" + nodes.getFirst().place().data();
        run(new RingCommand(), "add", first);
        run(new RingCommand(), "apply", "--latest", first);
        awaitMembers();
    }

    /// All nodes keep the metadata: only then may one go.
    private void awaitMembers() throws Exception {
        for (int i = 0; i < 300; i++) {
            var health = nodes.getFirst().health();
            if (health.isPresent() && health.get().at("/metadata/mirrors").asInt() == NODES) return;
            Thread.sleep(200);
        }
        throw new AssertionError("not all nodes keep the metadata");
    }

    private String logIn() throws Exception {
        var password =
                DataDirectory.readCredentials(nodes.getFirst().place().data()).password();
        var request = HttpRequest.newBuilder(URI.create(nodes.getFirst().place().api() + "/auth/v1.0"))
                .header("X-Auth-User", "admin:admin")
                .header("X-Auth-Key", password)
                .build();
        var answer = http.send(request, BodyHandlers.discarding());
        account = answer.headers().firstValue("X-Storage-Url").orElseThrow().replaceAll(".*(/v1/.*)", "$1");
        return answer.headers().firstValue("X-Auth-Token").orElseThrow();
    }

    private String account = "";

    /// Writes an object and reads it back, small and large by turns, through one node after the other.
    private void use(int client, String token) {
        try {
            for (int round = 0; !over.get(); round++) {
                var name = "/c" + client + "-" + round;
                var body = CommandCluster.bytes(client * 1000 + round, round % 2 == 0 ? 200 : LARGE);
                expect(twice(client + round, "PUT", name, token, body), 201, "PUT " + name);
                var read = twice(client + round + 1, "GET", name, token, new byte[0]);
                expect(read, 200, "GET " + name);
                if (read.isPresent() && !java.util.Arrays.equals(read.get().body(), body))
                    failures.add("GET " + name + ": other bytes");
                // A delete whose answer was lost has happened: once more it is 404.
                var deleted = twice(client + round + 2, "DELETE", name, token, new byte[0]);
                if (deleted.isEmpty()
                        || !List.of(204, 404).contains(deleted.get().statusCode()))
                    failures.add("DELETE " + name + ": " + deleted.map(HttpResponse::statusCode));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expect(java.util.Optional<HttpResponse<byte[]>> answer, int status, String what) {
        if (answer.isEmpty()) return;
        if (answer.get().statusCode() != status)
            failures.add(what + ": " + answer.get().statusCode());
    }

    /// Empty if it failed both times, which is noted.
    private java.util.Optional<HttpResponse<byte[]>> twice(
            int node, String method, String path, String token, byte[] body) throws InterruptedException {
        requests.incrementAndGet();
        var first = "";
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                var answer = once(node + attempt, method, path, token, body);
                if (answer.statusCode() < 500) return java.util.Optional.of(answer);
                first += " " + answer.statusCode();
            } catch (IOException e) {
                first += " " + e;
            }
            if (attempt == 0) {
                retries.incrementAndGet();
                Thread.sleep(500); // As clients do.
            }
        }
        failures.add(method + " " + path + ":" + first);
        return java.util.Optional.empty();
    }

    private HttpResponse<byte[]> once(int node, String method, String path, String token, byte[] body)
            throws IOException, InterruptedException {
        var url = nodes.get(node % NODES).place().api() + account + "/box" + path;
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .header("X-Auth-Token", token)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    private void awaitRequests(long count) throws Exception {
        for (int i = 0; i < 1200; i++) {
            if (requests.get() >= count) return;
            Thread.sleep(50);
        }
        throw new AssertionError("only " + requests + " of " + count + " requests; " + failures
                + (Files.exists(nodes.getFirst().log())
                        ? "; see " + nodes.getFirst().log()
                        : ""));
    }
}
