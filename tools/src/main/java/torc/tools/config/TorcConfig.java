package torc.tools.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import torc.common.config.DataSize;
import torc.common.config.Meaning;
import torc.common.http.server.HttpLimits;
import torc.common.log.LogConfig;
import torc.control.identity.IdentityConfig;
import torc.proxy.catalog.ObjectsConfig;
import torc.proxy.s3.S3Settings;
import torc.proxy.swift.SwiftSettings;

/// Everything that a Torc process can be told, read once by the command line.
public record TorcConfig(
        @Meaning("folder that holds everything; made at the first start")
        Path data,

        @Meaning("devices (folders) in it; fixed at the first start")
        int devices,

        @Meaning("copies of each object, on as many devices; fixed at the first start")
        int replicas,

        @Meaning(
                "storage policies beside the first, each NAME=COPIES or NAME=DATA+PARITY, as cold=4+2; what was made stays")
        List<String> policies,

        @Meaning("storage policy of containers whose maker names none; the first if not given")
        Optional<String> defaultPolicy,

        @Meaning("address that the APIs listen on") String bind,

        @Meaning("port of the OpenStack APIs: Swift, identity")
        int port,

        @Meaning("port of S3") int s3Port,

        @Meaning("port of metrics and health, on loopback only")
        int adminPort,

        @Meaning("listen beyond loopback without TLS: passwords then cross the network in clear")
        boolean insecureBind,

        @Meaning("certificate chain in PEM; with tls-key, all APIs speak TLS")
        Optional<Path> tlsCertificate,

        @Meaning("private key of the certificate in PEM") Optional<Path> tlsKey,

        @Meaning("host name that clients are told; the bound address if not given")
        Optional<String> publicHost,

        @Meaning("event loops; 0 for one a core") int eventLoops,

        @Meaning("how long requests may go on after SIGTERM")
        Duration stopGrace,

        @Meaning("what one client may do to the servers") HttpLimits http,
        @Meaning("the log, on standard error") LogConfig log,
        @Meaning("identity") IdentityConfig identity,
        @Meaning("objects") ObjectsConfig objects,
        @Meaning("the S3 dialect") S3Settings s3,
        @Meaning("the Swift dialect") SwiftSettings swift,
        @Meaning("the devices") DeviceSection device,
        @Meaning("how copies are kept whole") RepairSection repair) {

    public TorcConfig {
        policies = List.copyOf(policies);
        for (var policy : policies)
            check(
                    policy.matches("[A-Za-z0-9-]{1,64}=[0-9]{1,2}(\\+[0-9]{1,2})?"),
                    "a policy is NAME=COPIES or NAME=DATA+PARITY: " + policy);
        check(devices >= 1 && devices <= 64, "devices must be 1 to 64");
        check(replicas >= 1 && replicas <= devices, "replicas must be 1 to the number of devices");
        check(replicas <= 16, "replicas must be at most 16");
        for (var each : new int[] {port, s3Port, adminPort}) {
            check(each >= 0 && each <= 65_535, "a port is 0 to 65535");
        }
        check(port == 0 || (port != s3Port && port != adminPort), "two servers have the same port");
        check(s3Port == 0 || s3Port != adminPort, "two servers have the same port");
        check(tlsCertificate.isPresent() == tlsKey.isPresent(), "tls-certificate and tls-key go together");
        check(eventLoops >= 0 && eventLoops <= 256, "event-loops must be 0 to 256");
    }

    /// How each device behaves.
    public record DeviceSection(
            @Meaning("length at which a segment file ends") DataSize segmentSize,

            @Meaning("room that only deletes and clean-up may use")
            DataSize headroom,

            @Meaning("most that is zero-filled ahead of small writes")
            DataSize zeroAhead,

            @Meaning("most that compaction reads in a second")
            DataSize compactionPerSecond,

            @Meaning("most that the auditor reads in a second")
            DataSize auditPerSecond,

            @Meaning("rest of the auditor before each pass") Duration auditPause) {
        static DeviceSection defaults() {
            return new DeviceSection(
                    new DataSize(1 << 30),
                    new DataSize(64 << 20),
                    new DataSize(64 << 20),
                    new DataSize(64 << 20),
                    new DataSize(16 << 20),
                    Duration.ofMinutes(10));
        }
    }

    /// Keeping the copies of blobs whole.
    public record RepairSection(
            @Meaning("most that repair reads in a second") DataSize perSecond,

            @Meaning("blobs that each kind of repair heals at a time")
            int atOnce,

            @Meaning("how long a slow write may still complete a copy by itself")
            Duration delay,

            @Meaning("rest between comparisons of what the devices hold")
            Duration comparisonPause,

            @Meaning("rest between removals of what nobody reads any more")
            Duration reclaimPause) {
        static RepairSection defaults() {
            return new RepairSection(
                    new DataSize(128 << 20), 8, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
        }
    }

    /// What a newcomer gets: everything in `./torc-data`, on loopback.
    public static TorcConfig defaults() {
        return new TorcConfig(
                Path.of("torc-data"),
                1,
                1,
                List.of(),
                Optional.empty(),
                "127.0.0.1",
                8080,
                9000,
                8090,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Duration.ofSeconds(5),
                HttpLimits.defaults(),
                LogConfig.defaults(),
                IdentityConfig.DEFAULTS,
                ObjectsConfig.DEFAULTS,
                S3Settings.DEFAULT,
                SwiftSettings.DEFAULTS,
                DeviceSection.defaults(),
                RepairSection.defaults());
    }

    /// The same in another folder and at other ports.
    public TorcConfig at(Path folder, int newPort, int newS3Port, int newAdminPort) {
        return new TorcConfig(
                folder,
                devices,
                replicas,
                policies,
                defaultPolicy,
                bind,
                newPort,
                newS3Port,
                newAdminPort,
                insecureBind,
                tlsCertificate,
                tlsKey,
                publicHost,
                eventLoops,
                stopGrace,
                http,
                log,
                identity,
                objects,
                s3,
                swift,
                device,
                repair);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) throw new IllegalArgumentException(otherwise);
    }
}
