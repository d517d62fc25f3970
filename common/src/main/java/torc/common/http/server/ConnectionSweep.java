package torc.common.http.server;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at all connections of one event loop a few times a second: one timer for all.
///
/// Event loop only.
final class ConnectionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSweep.class);
    private static final long PERIOD_MILLIS = 250;

    private final LinkedHashSet<Connection> connections = new LinkedHashSet<>();
    private final LongSupplier nanoTime;

    ConnectionSweep(EventLoop loop, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        var _ = loop.scheduleWithFixedDelay(this::sweep, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    private void sweep() {
        if (connections.isEmpty()) return;
        var now = nanoTime.getAsLong();
        // A copy, because closing a connection removes it.
        for (var connection : new ArrayList<>(connections)) sweepSafely(connection, now);
    }

    /// An exception that left here would end the timer, and with it every time limit of this loop's connections.
    private static void sweepSafely(Connection connection, long now) {
        try {
            connection.sweep(now);
        } catch (RuntimeException | Error e) {
            LOG.error("Connection could not be looked after and is closed", e);
            connection.breakOff();
        }
    }
}
