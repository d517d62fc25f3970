package torc.tools.bench;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `torc bench object`: loads an endpoint, or two in turns, and prints throughput and latencies.
@Command(
        name = "object",
        mixinStandardHelpOptions = true,
        description = "Loads a Swift or S3 endpoint, verifies what it reads, and prints throughput and latencies.")
public final class ObjectBenchCommand implements Callable<Integer> {
    private static final int EXIT_WRONG_BYTES = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = false, multiplicity = "1", heading = "Endpoint:%n")
    private EndpointOptions endpoint = new EndpointOptions();

    @ArgGroup(exclusive = false, heading = "Peer, measured in turns with the endpoint:%n")
    private PeerOptions peer = new PeerOptions();

    @Option(names = "--container", defaultValue = "bench", description = "Container or bucket; made if absent.")
    private String container = "bench";

    @Option(names = "--sizes", split = ",", defaultValue = "4096,65536,1048576", description = "Object sizes in bytes.")
    private List<Integer> sizes = List.of();

    @Option(names = "--concurrency", split = ",", defaultValue = "1,64", description = "Connections at once.")
    private List<Integer> concurrency = List.of();

    @Option(
            names = "--mix",
            split = ",",
            defaultValue = "100,0",
            description = "Share of PUTs in percent, one measurement for each: 100 writes only, 0 reads only.")
    private List<Integer> mix = List.of();

    @Option(names = "--objects", defaultValue = "1000", description = "How many different objects.")
    private int objects = 1000;

    @Option(names = "--duration", defaultValue = "10", description = "Seconds of each measurement.")
    private int seconds = 10;

    @Option(names = "--warm-up", defaultValue = "3", description = "Seconds before each measurement.")
    private int warmUpSeconds = 3;

    @Option(names = "--rounds", defaultValue = "3", description = "With a peer: turns of each.")
    private int rounds = 3;

    @Option(names = "--json", description = "Prints JSON lines.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        try {
            return measureAll(out);
        } catch (BenchFailed failed) {
            spec.commandLine().getErr().println("torc bench: " + failed.getMessage());
            return 1;
        }
    }

    private int measureAll(PrintWriter out) throws InterruptedException {
        var own = endpoint.target(container, InstantSource.system());
        var other = peer.url == null ? null : peer.target(container, InstantSource.system());
        var report = new Report(out, json);
        var content = new Content(1);
        long wrong = 0;
        for (var size : sizes) {
            for (var connections : concurrency) {
                for (var putPercent : mix) {
                    var load = new Load(
                            putPercent,
                            size,
                            connections,
                            objects,
                            Duration.ofSeconds(warmUpSeconds),
                            Duration.ofSeconds(seconds));
                    var ownRounds = new ArrayList<Figures>();
                    var peerRounds = new ArrayList<Figures>();
                    for (int round = 0; round < (other == null ? 1 : rounds); round++) {
                        ownRounds.add(measure(own, load, content, round == 0, report));
                        if (other != null) peerRounds.add(measure(other, load, content, round == 0, report));
                    }
                    if (other != null) report.ratio(load, ownRounds, peerRounds);
                    wrong += ownRounds.stream().mapToLong(Figures::wrong).sum();
                }
            }
        }
        return wrong == 0 ? 0 : EXIT_WRONG_BYTES;
    }

    private Figures measure(Target target, Load load, Content content, boolean first, Report report)
            throws InterruptedException {
        try (var client = new LoadClient(target, load.connections())) {
            var measurement = new Measurement(client, load, content, System::nanoTime);
            if (first) {
                LoadClient.await(client.send("PUT", "", new byte[0], (_, _) -> true));
                measurement.seed();
            }
            var figures = measurement.run();
            report.add(target.name(), load, figures);
            return figures;
        }
    }

    /// Where the load goes.
    static final class EndpointOptions {
        @Option(names = "--url", required = true, description = "Swift storage URL, or S3 endpoint with --access.")
        private URI url = URI.create("http://127.0.0.1:8080");

        @Option(names = "--token", defaultValue = "", description = "Swift token.")
        private String token = "";

        @Option(
                names = "--access",
                defaultValue = "",
                description = "S3 access key; the secret is AWS_SECRET_ACCESS_KEY.")
        private String access = "";

        @Option(names = "--region", defaultValue = "us-east-1", description = "S3 region.")
        private String region = "us-east-1";

        Target target(String container, InstantSource clock) {
            return BenchTargets.of(url, "endpoint", container, token, access, "AWS_SECRET_ACCESS_KEY", region, clock);
        }
    }

    /// What it is compared with.
    static final class PeerOptions {
        @Option(names = "--peer", required = true, description = "The peer's Swift storage URL or S3 endpoint.")
        private @org.jspecify.annotations.Nullable URI url;

        @Option(names = "--peer-token", defaultValue = "", description = "Swift token of the peer.")
        private String token = "";

        @Option(
                names = "--peer-access",
                defaultValue = "",
                description = "S3 access key; the secret is PEER_SECRET_ACCESS_KEY.")
        private String access = "";

        @Option(names = "--peer-region", defaultValue = "us-east-1", description = "S3 region of the peer.")
        private String region = "us-east-1";

        Target target(String container, InstantSource clock) {
            return BenchTargets.of(
                    java.util.Objects.requireNonNull(url),
                    "peer",
                    container,
                    token,
                    access,
                    "PEER_SECRET_ACCESS_KEY",
                    region,
                    clock);
        }
    }
}
