package torc.common.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import torc.common.http.server.AnsweredRequest;
import torc.common.http.server.RequestObserver;

/// Counts and times the requests of a server, by method and class of status.
public final class HttpMetrics implements RequestObserver {
    private static final Map<String, String> METHODS = Map.of(
            "GET", "GET", "HEAD", "HEAD", "PUT", "PUT", "POST", "POST", "DELETE", "DELETE", "COPY", "COPY", "OPTIONS",
            "OPTIONS");
    private static final int STATUS_CLASSES = 10;

    private final Metrics metrics;
    private final String server;
    private final Map<String, Metrics.Timer[]> timers = new ConcurrentHashMap<>();
    private final Metrics.Counter receivedBytes;
    private final Metrics.Counter sentBytes;
    private final Metrics.Counter brokenOff;

    public HttpMetrics(Metrics metrics, String server) {
        this.metrics = metrics;
        this.server = server;
        this.receivedBytes = metrics.counter("torc_http_received_bytes_total", "body bytes received", "server", server);
        this.sentBytes = metrics.counter("torc_http_sent_bytes_total", "body bytes sent", "server", server);
        this.brokenOff =
                metrics.counter("torc_http_broken_off_total", "responses that were not sent whole", "server", server);
    }

    @Override
    public void answered(AnsweredRequest request) {
        // Whatever a client calls its method, there are few series (THREATS R03).
        var method = METHODS.getOrDefault(request.method(), "other");
        var byStatus = timers.computeIfAbsent(method, this::timersOf);
        byStatus[Math.clamp(request.status() / 100, 0, STATUS_CLASSES - 1)].record(request.durationNanos());
        if (request.requestBytes() > 0) receivedBytes.add((double) request.requestBytes());
        if (request.responseBytes() > 0) sentBytes.add((double) request.responseBytes());
        if (!request.whole()) brokenOff.add(1);
    }

    private Metrics.Timer[] timersOf(String method) {
        var byStatus = new Metrics.Timer[STATUS_CLASSES];
        for (int i = 0; i < STATUS_CLASSES; i++) {
            // Only classes that exist get a series.
            var known = i >= 2 && i <= 5 ? i + "xx" : "none";
            byStatus[i] = metrics.timer(
                    "torc_http_request_seconds",
                    "from the end of a request's head to the end of its response",
                    "server",
                    server,
                    "method",
                    method,
                    "status",
                    known);
        }
        return byStatus;
    }
}
