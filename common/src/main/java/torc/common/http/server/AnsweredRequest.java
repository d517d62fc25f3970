package torc.common.http.server;

/// One line of an access log.
///
/// The query is not here: it may hold a signature (THREATS W04).
///
/// @param server name of the server that answered
/// @param method as sent
/// @param rawPath as sent
/// @param status as answered, also if the connection broke afterwards
/// @param whole whether the client was given the whole response
/// @param requestBytes body bytes received
/// @param responseBytes body bytes given to the socket
/// @param durationNanos from the end of the head to the end of the response
public record AnsweredRequest(
        String server,
        String requestId,
        String remoteAddress,
        String method,
        String rawPath,
        int status,
        boolean whole,
        long requestBytes,
        long responseBytes,
        long durationNanos) {}
