package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import torc.tools.cluster.InitCommand;
import torc.tools.cluster.JoinCommand;
import torc.tools.cluster.TokenCommand;
import torc.tools.rings.NodeCommand;
import torc.tools.rings.RingCommand;

/// A cluster made by the commands of the README, its nodes in this process.
final class ClusterOfThreeTest {
    private static final String QUICK = "repair:\n  comparison-pause: 1s\n  delay: 1s\n";

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Path data(int node) {
        return folder.resolve("n" + node);
    }

    private static int freePort() throws Exception {
        while (true) {
            int port = new Random().nextInt(12_000, 32_000);
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (java.net.BindException _) {
                // Another is drawn.
            }
        }
    }

    private static String run(Object command, String... arguments) {
        var out = new StringWriter();
        var code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    throw failure;
                })
                .execute(arguments);
        assertThat(code).as(out.toString()).isZero();
        return out.toString();
    }

    private RunningCloud up(int node) throws Exception {
        return RunningCloud.start(data(node), QUICK, client);
    }

    private void init(int node) throws Exception {
        run(
                new InitCommand(),
                "--data=" + data(node),
                "--name=n" + node,
                "--cluster-port=" + freePort(),
                "--raft-port=" + freePort());
    }

    private void join(int node, int through) throws Exception {
        var token = run(new TokenCommand(), "create", "--data=" + data(through)).strip();
        run(
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

    @Test
    void aTorcThatRanAloneGrowsToThreeNodesAndEachMayGo() throws Exception {
        try (var alone = up(1)) {
            var account = alone.logIn();
            assertThat(alone.swift(account, "PUT", "/c", new byte[0]).statusCode())
                    .isEqualTo(201);
            assertThat(alone.swift(account, "PUT", "/c/before", bytes(1, 300_000))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(alone.swift(account, "PUT", "/c/small", bytes(2, 100)).statusCode())
                    .isEqualTo(201);
        }
        init(1);
        try (var first = up(1)) {
            var account = first.logIn();
            assertThat(first.swift(account, "GET", "/c/before", new byte[0]).body())
                    .isEqualTo(bytes(1, 300_000));
            join(2, 1);
            try (var second = up(2)) {
                join(3, 2);
                try (var third = up(3)) {
                    grow();
                    assertThat(run(new NodeCommand(), "list", "--data=" + data(3)))
                            .contains("n1", "n2", "n3", "leads");
                    assertThat(third.swift(third.logIn(), "PUT", "/c/after", bytes(3, 200_000))
                                    .statusCode())
                            .isEqualTo(201);
                    for (var each : java.util.List.of(first, second, third)) holdsAll(each);
                    awaitBlobs(third, second, 2);
                }
                awaitHealth(first, "\"answers\" : false");
                // Two of three nodes, and with them most of the metadata, are left.
                holdsAll(first);
                holdsAll(second);
                assertThat(second.swift(second.logIn(), "PUT", "/c/without", bytes(4, 100_000))
                                .statusCode())
                        .isEqualTo(201);
                assertThat(first.swift(first.logIn(), "GET", "/c/without", new byte[0])
                                .body())
                        .isEqualTo(bytes(4, 100_000));
                try (var third = up(3)) {
                    holdsAll(third);
                    assertThat(third.swift(third.logIn(), "GET", "/c/without", new byte[0])
                                    .body())
                            .isEqualTo(bytes(4, 100_000));
                    awaitBlobs(third, second, 3);
                }
                comesBackWithAnOldCopy(second);
            }
        }
    }

    /// FAULTS: a data directory is restored from a backup that is older than what the node acknowledged.
    private void comesBackWithAnOldCopy(RunningCloud other) throws Exception {
        var copy = folder.resolve("copy");
        copyAll(data(3), copy);
        try (var third = up(3)) {
            for (int i = 0; i < 20; i++)
                assertThat(third.swift(third.logIn(), "PUT", "/c/more" + i, bytes(i, 500))
                                .statusCode())
                        .isEqualTo(201);
        }
        deleteAll(data(3));
        copyAll(copy, data(3));
        assertThat(other.swift(other.logIn(), "PUT", "/c/last", bytes(9, 500)).statusCode())
                .isEqualTo(201);
        try (var third = up(3)) {
            holdsAll(third);
            assertThat(third.swift(third.logIn(), "GET", "/c/more19", new byte[0])
                            .body())
                    .isEqualTo(bytes(19, 500));
            assertThat(third.swift(third.logIn(), "GET", "/c/last", new byte[0]).body())
                    .isEqualTo(bytes(9, 500));
        }
        assertThat(data(3).resolve("metadata").resolve("1.damaged")).exists();
    }

    private static void copyAll(Path from, Path to) throws Exception {
        try (var paths = Files.walk(from)) {
            for (var path : (Iterable<Path>) paths::iterator) Files.copy(path, to.resolve(from.relativize(path)));
        }
    }

    private static void deleteAll(Path top) throws Exception {
        try (var paths = Files.walk(top)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private void grow() {
        assertThat(run(new RingCommand(), "add", "--data=" + data(2))).contains("n2/d0", "n3/d0", "added");
        var plan = run(new RingCommand(), "plan", "--data=" + data(3));
        assertThat(plan).contains("would move 2048 of 3072");
        var number = plan.replaceAll("(?s).*torc ring apply ([0-9a-f]{8}).*", "$1");
        assertThat(run(new RingCommand(), "show", "--data=" + data(1))).contains("epoch 1");
        assertThat(run(new RingCommand(), "apply", number, "--data=" + data(1)))
                .contains("epoch 2", "Applied plan " + number);
        assertThat(run(new RingCommand(), "set-min-part-hours", "0", "--data=" + data(2)))
                .contains("Staged: min_part_hours 0");
        run(new RingCommand(), "forget", "--data=" + data(2));
    }

    private static void holdsAll(RunningCloud cloud) throws Exception {
        var account = cloud.logIn();
        assertThat(cloud.swift(account, "GET", "/c/before", new byte[0]).body()).isEqualTo(bytes(1, 300_000));
        assertThat(cloud.swift(account, "GET", "/c/small", new byte[0]).body()).isEqualTo(bytes(2, 100));
        assertThat(cloud.swift(account, "GET", "/c/after", new byte[0]).body()).isEqualTo(bytes(3, 200_000));
    }

    private static void awaitHealth(RunningCloud cloud, String text) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (cloud.health().contains(text)) return;
            Thread.sleep(100);
        }
        throw new AssertionError(text + " does not come: " + cloud.health());
    }

    /// Repair brings every node its copies.
    private static void awaitBlobs(RunningCloud one, RunningCloud other, int blobs) throws Exception {
        for (int i = 0; i < 600; i++) {
            if (one.health().contains("\"blobs\" : " + blobs) && other.health().contains("\"blobs\" : " + blobs))
                return;
            Thread.sleep(100);
        }
        throw new AssertionError("not repaired: " + one.health() + other.health());
    }
}
