package torc.common.http.server;

import java.time.Duration;

/// What a server bears from its clients before it refuses (THREATS, "Settings"; R01).
///
/// @param maxLineBytes longest request line or header line
/// @param maxHeaders most header fields in a request
/// @param maxHeadBytes longest head of a request, all lines together
/// @param headTimeout from the first byte of a head to its last
/// @param idleTimeout between requests on a connection that is kept alive
/// @param bodyTimeout longest wait for the next byte of a body that somebody waits for
/// @param minBodyBytesPerSecond slowest body; looked at once a body has been waited for as long as `bodyTimeout` / 3
/// @param writeTimeout longest time in which a client takes no byte of its response
/// @param maxConcurrentRequests requests in progress at once; more are answered 503
/// @param maxConnections open connections; more are closed at once
/// @param requestDeadline what a handler may take, as its context says
public record HttpLimits(
        int maxLineBytes,
        int maxHeaders,
        int maxHeadBytes,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        int minBodyBytesPerSecond,
        Duration writeTimeout,
        int maxConcurrentRequests,
        int maxConnections,
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
