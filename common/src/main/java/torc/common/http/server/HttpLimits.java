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

    /// A row of nine data fragments of 64 KiB takes a client of 1 KiB/s so long.
    private static final Duration NODES_PATIENCE = Duration.ofMinutes(10);

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

    /// The same for a server that nodes of one cluster ask. What clients of this node send slowly goes on to
    /// other
    /// nodes as slowly, or, gathered to rows of fragments, with long rests between; and each client's request may
    /// be several here.
    public HttpLimits amongNodes() {
        return new HttpLimits(
                maxLineBytes,
                maxHeaders,
                maxHeadBytes,
                headTimeout,
                idleTimeout,
                longer(bodyTimeout, NODES_PATIENCE),
                1,
                longer(writeTimeout, NODES_PATIENCE),
                Math.max(maxConcurrentRequests, maxConnections / 2),
                maxConnections,
                requestDeadline);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
