package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;
import torc.objectserver.client.HttpBlobDevice;
import torc.objectserver.client.InnerAddress;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.cluster.InitCommand;
import torc.tools.cluster.JoinCommand;
import torc.tools.cluster.TokenCommand;
import torc.tools.rings.RingCommand;

/// A cluster made by the commands, its nodes in this process. Nodes are numbered from 1.
final class CommandCluster implements AutoCloseable {
    private static final String QUICK = "repair:\n  comparison-pause: 1s\n  delay: 1s\n";

    final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    final List<RunningCloud> nodes = new ArrayList<>();
    private final Path folder;
    private final String settings;

    CommandCluster(Path folder) {
        this(folder, QUICK);
    }

    CommandCluster(Path folder, String settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /// As many nodes, all in the ring.
    static CommandCluster of(Path folder, int nodes) throws Exception {
        var cluster = new CommandCluster(folder);
        cluster.init();
        for (int node = 2; node <= nodes; node++) cluster.join(node);
        cluster.grow();
        return cluster;
    }

    Path data(int node) {
        return folder.resolve("n" + node);
    }

    RunningCloud node(int node) {
        return nodes.get(node - 1);
    }

    void init(String... more) throws Exception {
        run(new InitCommand(), arguments(1, more));
        up(1);
    }

    /// A new node that joins through the first.
    void join(int node, String... more) throws Exception {
        var token = run(new TokenCommand(), "create", "--data=" + data(1)).strip();
        var arguments = new ArrayList<>(List.of(arguments(node, more)));
        arguments.add("--token=" + token);
        run(new JoinCommand(), arguments.toArray(String[]::new));
        up(node);
    }

    private String[] arguments(int node, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(more));
        arguments.add("--data=" + data(node));
        arguments.add("--name=n" + node);
        arguments.add("--cluster-port=" + freePort());
        arguments.add("--raft-port=" + freePort());
        return arguments.toArray(String[]::new);
    }

    void up(int node) throws Exception {
        var started = RunningCloud.start(data(node), settings, client);
        if (node <= nodes.size()) nodes.set(node - 1, started);
        else nodes.add(started);
    }

    /// Another node's device as a node reaches it.
    HttpBlobDevice device(int of) {
        var asker = ClusterIdentity.read(data(1)).orElseThrow();
        var asked = ClusterIdentity.read(data(of)).orElseThrow().file().self();
        return new HttpBlobDevice(
                "d0",
                asked.name() + "/d0",
                InnerAddress.of(asked.address(), asked.clusterPort(), asker.tls(), asked.id()));
    }

    /// All devices that nodes have come into the ring.
    void grow() {
        var _ = run(new RingCommand(), "add", "--data=" + data(1));
        var _ = run(new RingCommand(), "apply", "--latest", "--data=" + data(1));
    }

    /// Waits until a node's health tells this.
    void awaitHealth(int node, String text) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (node(node).health().contains(text)) return;
            Thread.sleep(200);
        }
        throw new AssertionError(text + " does not come: " + node(node).health());
    }

    /// What a command prints that must succeed.
    static String run(Object command, String... arguments) {
        var ended = tried(command, arguments);
        assertThat(ended.code()).as(ended.printed()).isZero();
        return ended.printed();
    }

    /// How a command ended.
    record Ended(int code, String printed) {}

    static Ended tried(Object command, String... arguments) {
        var out = new StringWriter();
        var code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    if (!(failure instanceof torc.tools.command.CommandFailed failed)) throw failure;
                    out.write(String.valueOf(failed.getMessage()));
                    return failed.exitCode().number();
                })
                .execute(arguments);
        return new Ended(code, out.toString());
    }

    static int freePort() throws IOException {
        while (true) {
            int port = new Random().nextInt(12_000, 32_000);
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (java.net.BindException _) {
                // Another is drawn.
            }
        }
    }

    static byte[] bytes(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        nodes.reversed().forEach(RunningCloud::close);
        client.close();
    }
}
