package torc.tools.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.common.lifecycle.Lifecycle;
import torc.common.log.Logging;
import torc.tools.command.Commands;
import torc.tools.command.ConfigCommand;
import torc.tools.command.ExitCode;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;

/// `torc up`: runs every role in one process until it is told to stop.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Runs Torc: Swift and identity on one port, S3 on another, data in a folder.",
        footer = {
            "",
            "The first start makes the data directory, the administrator's password and the keys.",
            "Options stand above the configuration file; torc config prints all of its keys."
        })
public final class UpCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(UpCommand.class);

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: torc-data).")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--devices", paramLabel = "N", description = "Devices in it (default: 1).")
    private Optional<Integer> devices = Optional.empty();

    @Option(names = "--replicas", paramLabel = "N", description = "Copies of everything, on as many devices.")
    private Optional<Integer> replicas = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "NAME=KIND",
            description = "Storage policy beside the first: NAME=COPIES or NAME=DATA+PARITY. May be repeated.")
    private List<String> policies = List.of();

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on (default: 127.0.0.1).")
    private Optional<String> bind = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "Swift and identity (default: 8080); 0: any.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--s3-port", paramLabel = "PORT", description = "S3 (default: 9000); 0: any.")
    private Optional<Integer> s3Port = Optional.empty();

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Metrics and health (default: 8090, or any).")
    private Optional<Integer> adminPort = Optional.empty();

    @Option(names = "--public-host", paramLabel = "NAME", description = "Host name that clients are told.")
    private Optional<String> publicHost = Optional.empty();

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "Certificate chain in PEM.")
    private Optional<Path> tlsCertificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key in PEM.")
    private Optional<Path> tlsKey = Optional.empty();

    @Option(names = "--insecure-bind", description = "Listen beyond loopback without TLS.")
    private boolean insecureBind;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--detach", description = "Run in the background; return once it answers.")
    private boolean detach;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var config = config();
        if (detach) return new Detached(config.data(), Commands.out(spec), Commands.err(spec)).run();
        return serve(config);
    }

    private Integer serve(TorcConfig config) throws InterruptedException {
        Logging.apply(config.log());
        var lifecycle = new Lifecycle();
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var up = new AtomicBoolean();
        var starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!up.get()) starting.interrupt(); // It may be waiting for other nodes.
            awaitStopped(stop, stopped, config.stopGrace());
        }));
        try {
            var directory = lifecycle.opened("data directory", DataDirectory.open(config.data()));
            var endpoints = new Cloud(config, directory, World.real(), lifecycle).start();
            Greeting.print(endpoints, directory, config, Commands.out(spec));
            up.set(true);
            LOG.info("Torc is up api={} s3={} admin={}", endpoints.api(), endpoints.s3(), endpoints.admin());
            stop.await();
        } finally {
            lifecycle.stop(config.stopGrace());
            stopped.countDown();
        }
        return ExitCode.OK.number();
    }

    /// The shutdown hook: has everything stopped on the main thread, in order, and waits for it.
    private static void awaitStopped(CountDownLatch stop, CountDownLatch stopped, Duration grace) {
        stop.countDown();
        try {
            var atMost = grace.plusSeconds(20).toSeconds();
            if (!stopped.await(atMost, java.util.concurrent.TimeUnit.SECONDS)) LOG.error("Stop takes too long");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The configuration file with the options above it.
    private TorcConfig config() {
        var base = file.map(ConfigCommand::read).orElseGet(TorcConfig::defaults);
        var folder = data.orElse(base.data());
        var fixed = DataDirectory.layoutOf(folder);
        try {
            return new TorcConfig(
                    folder,
                    devices.orElse(fixed.map(each -> each.devices()).orElse(base.devices())),
                    replicas.orElse(fixed.map(each -> each.replicas()).orElse(base.replicas())),
                    policies.isEmpty() ? base.policies() : policies,
                    base.defaultPolicy(),
                    bind.orElse(base.bind()),
                    port.orElse(base.port()),
                    s3Port.orElse(base.s3Port()),
                    adminPort.orElse(port.isPresent() && file.isEmpty() ? 0 : base.adminPort()),
                    insecureBind || base.insecureBind(),
                    tlsCertificate.or(base::tlsCertificate),
                    tlsKey.or(base::tlsKey),
                    publicHost.or(base::publicHost),
                    base.eventLoops(),
                    base.stopGrace(),
                    base.http(),
                    base.log(),
                    base.identity(),
                    base.objects(),
                    base.s3(),
                    base.swift(),
                    base.device(),
                    base.repair());
        } catch (IllegalArgumentException wrong) {
            throw new torc.tools.command.CommandFailed(ExitCode.BAD_CONFIG, String.valueOf(wrong.getMessage()));
        }
    }
}
