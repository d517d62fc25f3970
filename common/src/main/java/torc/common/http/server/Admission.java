package torc.common.http.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections and requests, and says when there are too many. Safe for many threads.
final class Admission {
    private final int maxRequests;
    private final int maxConnections;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean draining;

    Admission(HttpLimits limits) {
        this.maxRequests = limits.maxConcurrentRequests();
        this.maxConnections = limits.maxConnections();
    }

    boolean enterRequest() {
        if (requests.incrementAndGet() <= maxRequests) return true;
        requests.decrementAndGet();
        return false;
    }

    void leaveRequest() {
        requests.decrementAndGet();
    }

    boolean enterConnection() {
        if (connections.incrementAndGet() <= maxConnections && !draining) return true;
        connections.decrementAndGet();
        return false;
    }

    void leaveConnection() {
        if (connections.decrementAndGet() == 0 && draining) drained.countDown();
    }

    /// From now on connections close after the request that they are at.
    void drain() {
        draining = true;
        if (connections.get() == 0) drained.countDown();
    }

    /// Waits until the last connection is gone, or as long as `atMost`.
    void awaitNoConnections(Duration atMost) throws InterruptedException {
        var _ = drained.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isDraining() {
        return draining;
    }

    int requestsInProgress() {
        return requests.get();
    }

    int openConnections() {
        return connections.get();
    }
}
