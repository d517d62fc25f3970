package torc.proxy.swift;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import torc.common.http.HttpHandler;
import torc.common.http.server.EventLoops;
import torc.common.http.server.HttpLimits;
import torc.common.http.server.HttpServer;
import torc.common.http.server.HttpServerConfig;
import torc.common.http.server.RequestIds;
import torc.common.http.server.RequestObserver;
import torc.common.id.Ids;
import torc.objectserver.blob.FakeBlobStore;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.ObjectsConfig;
import torc.ring.metadata.FakeMetadataStore;

/// Serves the Swift dialect over a store in memory until it is killed: for trying clients and Swift's
/// functional tests on the dialect alone.
final class SwiftServerMain {
    private SwiftServerMain() {}

    /// @param arguments the port
    public static void main(String[] arguments) throws InterruptedException {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        var auth = new LegacyAuth();
        var config = new ObjectsConfig(
                4096, Duration.ofHours(1), Duration.ofDays(1), Duration.ZERO, Duration.ZERO, 1_000_000, false);
        var service = new CatalogService(new FakeMetadataStore(), new FakeBlobStore(), config, clock, new Ids(random));
        var swift = new SwiftDialect(service, auth, SwiftSettings.DEFAULTS, "http", clock, new Ids(random));
        HttpHandler both =
                request -> request.rawPath().startsWith("/auth/") ? auth.handle(request) : swift.handle(request);
        var server = new HttpServer(
                new EventLoops(2),
                new HttpServerConfig(
                        "swift", "127.0.0.1", Integer.parseInt(arguments[0]), HttpLimits.defaults(), Optional.empty()),
                both,
                RequestObserver.none(),
                new RequestIds(clock, random),
                clock,
                System::nanoTime);
        System.out.println("http://127.0.0.1:" + server.start() + "/auth/v1.0");
        Thread.currentThread().join();
    }
}
