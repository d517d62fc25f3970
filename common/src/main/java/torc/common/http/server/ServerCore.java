package torc.common.http.server;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import torc.common.http.HttpHandler;

/// What all connections of one server share.
record ServerCore(
        HttpServerConfig config,
        HttpHandler handler,
        RequestObserver observer,
        RequestIds requestIds,
        HttpDate date,
        InstantSource clock,
        LongSupplier nanoTime,
        Admission admission) {}
