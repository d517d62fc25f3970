package torc.common.http.server;

import java.time.Duration;
import torc.common.config.Meaning;

/// What a server bears from its clients before it refuses (THREATS, "Settings"; R01).
public record HttpLimits(
        @Meaning("longest request line or header line") int maxLineBytes,
        @Meaning("most header fields in a request") int maxHeaders,

        @Meaning("longest head of a request, all lines together")
        int maxHeadBytes,

        @Meaning("from the first byte of a head to its last")
        Duration headTimeout,

        @Meaning("between requests on a connection that is kept alive")
        Duration idleTimeout,

        @Meaning("longest wait for the next byte of a body that somebody waits for")
        Duration bodyTimeout,

        @Meaning("slowest body; looked at once a body has been waited for as long as 'bodyTimeout' / 3")
        int minBodyBytesPerSecond,

        @Meaning("longest time in which a client takes no byte of its response")
        Duration writeTimeout,

        @Meaning("requests in progress at once; more are answered 503")
        int maxConcurrentRequests,

        @Meaning("open connections; more are closed at once")
        int maxConnections,

        @Meaning("what a handler may take, as its context says")
        Duration requestDeadline) {

    /// The limits of the threat table, with lines of 16 KiB because presigned URLs and Swift's headers need them.
    public static HttpLimits defaults() {
        return new HttpLimits(
                16 << 10,
                200,
                64 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1024,
                Duration.ofSeconds(120),
                2_000,
                16_000,
                Duration.ofMinutes(60));
    }
}
