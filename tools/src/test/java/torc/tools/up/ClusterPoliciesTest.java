package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import torc.tools.cluster.InitCommand;
import torc.tools.cluster.JoinCommand;
import torc.tools.cluster.TokenCommand;
import torc.tools.rings.PolicyCommand;
import torc.tools.rings.RingCommand;

/// An erasure-coded policy over the devices of three nodes, made by the commands of the how-to.
final class ClusterPoliciesTest {
    private static final String TWO_DEVICES = "devices: 2\nreplicas: 1\nrepair:\n  comparison-pause: 1s\n  delay: 1s\n";

    private static final Pattern BLOBS = Pattern.compile("\"blobs\" : ([0-9]+)");

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    static int freePort() {
        while (true) {
            int port = new Random().nextInt(12_000, 32_000);
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (java.net.BindException _) {
                // Another is drawn.
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Records of blobs on the devices of a process.
    static int stored(RunningCloud cloud) throws Exception {
        var sum = 0;
        var counts = BLOBS.matcher(cloud.health());
        while (counts.find()) sum += Integer.parseInt(counts.group(1));
        return sum;
    }

    private Path data(int node) {
        return folder.resolve("n" + node);
    }

    private RunningCloud up(int node) throws Exception {
        return RunningCloud.start(data(node), TWO_DEVICES, client);
    }

    private static String run(int wanted, Object command, String... arguments) {
        var out = new StringWriter();
        var code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    out.append(failure.getMessage());
                    return 77;
                })
                .execute(arguments);
        assertThat(code).as(out.toString()).isEqualTo(wanted);
        return out.toString();
    }

    private void join(int node) {
        var token = run(0, new TokenCommand(), "create", "--data=" + data(1)).strip();
        run(
                0,
                new JoinCommand(),
                "--data=" + data(node),
                "--name=n" + node,
                "--token=" + token,
                "--cluster-port=" + freePort(),
                "--raft-port=" + freePort());
    }

    private static byte[] bytes(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void put(RunningCloud cloud, String name, int seed) throws Exception {
        assertThat(cloud.swift(cloud.logIn(), "PUT", "/c/" + name, bytes(seed, 2_000_003))
                        .statusCode())
                .isEqualTo(201);
    }

    private static void holds(RunningCloud cloud, String name, int seed) throws Exception {
        var answer = cloud.swift(cloud.logIn(), "GET", "/c/" + name, new byte[0]);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(bytes(seed, 2_000_003));
    }

    @Test
    void fourAndTwoOnThreeNodesGoesOnWithoutANodeAndIsRebuiltAfterwards() throws Exception {
        run(
                0,
                new InitCommand(),
                "--data=" + data(1),
                "--name=n1",
                "--cluster-port=" + freePort(),
                "--raft-port=" + freePort());
        try (var first = up(1)) {
            assertThat(run(77, new PolicyCommand(), "add", "cold", "4+2", "--data=" + data(1)))
                    .contains("The policy needs 6 devices; there are 2");
            join(2);
            try (var second = up(2)) {
                join(3);
                try (var third = up(3)) {
                    run(0, new RingCommand(), "add", "--data=" + data(1));
                    run(0, new RingCommand(), "apply", "--latest", "--data=" + data(1));
                    assertThat(run(0, new PolicyCommand(), "add", "cold", "4+2", "--data=" + data(3)))
                            .containsPattern("cold +4\\+2 +object-1 +6");
                    assertThat(run(0, new PolicyCommand(), "default", "cold", "--data=" + data(2)))
                            .containsPattern("cold .* default");
                    assertThat(run(0, new RingCommand(), "show", "--ring=object-1", "--data=" + data(2)))
                            .contains("6 copies");
                    awaitPolicy(first);
                    awaitPolicy(second);
                    assertThat(second.swift(second.logIn(), "PUT", "/c", new byte[0])
                                    .statusCode())
                            .isEqualTo(201);
                    put(third, "before", 1);
                    for (var each : new RunningCloud[] {first, second, third}) holds(each, "before", 1);
                    assertThat(stored(third)).isEqualTo(2);
                }
                // A node is two devices of six.
                holds(first, "before", 1);
                put(second, "without", 2);
                holds(first, "without", 2);
                // One more where a device answered after another had been asked instead.
                assertThat(stored(first) + stored(second)).isGreaterThanOrEqualTo(4 + 6);
                try (var third = up(3)) {
                    holds(third, "without", 2);
                    PoliciesTest.awaitStored(third, 4);
                    holds(third, "without", 2);
                }
            }
        }
    }

    private void awaitPolicy(RunningCloud cloud) throws Exception {
        for (int i = 0; i < 100; i++) {
            var answer = cloud.swift(cloud.logIn(), "PUT", "/probe", new byte[0], Map.of("X-Storage-Policy", "cold"));
            if (answer.statusCode() < 300) return;
            Thread.sleep(100);
        }
        throw new AssertionError("the policy does not come");
    }
}
