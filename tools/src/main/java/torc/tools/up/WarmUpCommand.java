package torc.tools.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import torc.common.lifecycle.Lifecycle;
import torc.tools.cluster.InitCommand;
import torc.tools.cluster.JoinCommand;
import torc.tools.cluster.TokenCommand;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;
import torc.tools.data.Endpoints;
import torc.tools.rings.RingCommand;

/// `torc warm-up`: a short life of Torc in a folder of its own, alone and then as two nodes of a cluster, from which
/// the
/// launcher makes the cache that lets later starts begin with loaded and linked classes (JEP 483, 515).
@Command(name = "warm-up", hidden = true, description = "Lives a short life, to train the ahead-of-time cache.")
public final class WarmUpCommand implements Callable<Integer> {
    private static final int ROUNDS = 300;
    private static final int LARGE_BYTES = 300_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("torc-warm-up");
        try {
            alone(folder.resolve("n1"));
            together(folder.resolve("n1"), folder.resolve("n2"));
        } catch (CommandFailed failed) {
            // What was loaded until then is of use, too.
            Commands.err(spec).println("torc warm-up: " + failed.getMessage());
        } finally {
            client.close();
            deleteAll(folder);
        }
        return ExitCode.OK.number();
    }

    private void alone(Path data) throws IOException, InterruptedException {
        var lifecycle = new Lifecycle();
        try {
            live(start(data, lifecycle), data, 1);
        } finally {
            lifecycle.stop(Duration.ofSeconds(1));
        }
    }

    private void together(Path first, Path second) throws IOException, InterruptedException {
        run(new InitCommand(), "--data=" + first, "--name=n1", clusterPort(), raftPort());
        var lifecycle = new Lifecycle();
        try {
            var endpoints = start(first, lifecycle);
            var token = run(new TokenCommand(), "create", "--data=" + first).strip();
            run(new JoinCommand(), "--data=" + second, "--name=n2", "--token=" + token, clusterPort(), raftPort());
            start(second, lifecycle);
            run(new RingCommand(), "add", "--data=" + second);
            run(new RingCommand(), "apply", "--latest", "--data=" + first);
            live(endpoints, first, ROUNDS / 3);
        } finally {
            lifecycle.stop(Duration.ofSeconds(1));
        }
    }

    private Endpoints start(Path data, Lifecycle lifecycle) throws IOException, InterruptedException {
        var config = TorcConfig.defaults().at(data, 0, 0, 0);
        var directory = lifecycle.opened("data directory", DataDirectory.open(data));
        var endpoints = new Cloud(config, directory, World.real(), lifecycle).start();
        Greeting.print(endpoints, directory, config, Commands.out(spec));
        return endpoints;
    }

    /// What the command prints.
    private static String run(Object command, String... arguments) {
        var out = new StringWriter();
        var code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments);
        if (code != 0) throw new CommandFailed(ExitCode.FAILED, out.toString());
        return out.toString();
    }

    private static String clusterPort() throws IOException {
        return "--cluster-port=" + freePort();
    }

    private static String raftPort() throws IOException {
        return "--raft-port=" + freePort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void live(Endpoints endpoints, Path data, int largeRounds) throws IOException, InterruptedException {
        var credentials = DataDirectory.readCredentials(data);
        var login = send(
                "GET",
                endpoints.api() + "/auth/v1.0",
                Map.of("X-Auth-User", "admin:admin", "X-Auth-Key", credentials.password()),
                new byte[0]);
        var storage = login.headers().firstValue("X-Storage-Url").orElseThrow();
        var token = Map.of(
                "X-Auth-Token", login.headers().firstValue("X-Auth-Token").orElseThrow());
        send("PUT", storage + "/warm", token, new byte[0]);
        for (int i = 0; i < ROUNDS; i++) {
            send("PUT", storage + "/warm/small" + i % 10, token, new byte[100]);
            send("GET", storage + "/warm/small" + i % 10, token, new byte[0]);
        }
        for (int i = 0; i < largeRounds; i++) {
            send("PUT", storage + "/warm/large" + i % 10, token, new byte[LARGE_BYTES]);
            send("GET", storage + "/warm/large" + i % 10, token, new byte[0]);
        }
        send("GET", storage + "/warm?format=json", token, new byte[0]);
        send("HEAD", storage + "/warm/large0", token, new byte[0]);
        send("DELETE", storage + "/warm/large0", token, new byte[0]);
        send("GET", endpoints.api() + "/identity/v3", Map.of(), new byte[0]);
        send("GET", endpoints.admin() + "/metrics", Map.of(), new byte[0]);
        send("GET", endpoints.admin() + "/health", Map.of(), new byte[0]);
        send("GET", endpoints.s3() + "/", Map.of(), new byte[0]);
    }

    private HttpResponse<byte[]> send(String method, String url, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
