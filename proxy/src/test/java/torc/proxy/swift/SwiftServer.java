package torc.proxy.swift;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import torc.common.http.server.HttpServerFixture;
import torc.common.id.Ids;
import torc.proxy.catalog.TestCatalog;
import torc.proxy.encryption.TestSecrets;
import torc.proxy.swift.edge.EdgeSettings;
import torc.proxy.swift.sync.SyncSettings;
import torc.proxy.swift.web.CnameSettings;
import torc.proxy.swift.web.SiteSettings;

/// A real HTTP server with the Swift dialect over an object service in memory, and clients of it.
final class SwiftServer implements AutoCloseable {
    static final SwiftSettings SETTINGS = new SwiftSettings(
            SwiftSettings.DEFAULTS.access(),
            SwiftSettings.DEFAULTS.metadata(),
            new SiteSettings(List.of("sites.example"), "", CnameSettings.DEFAULTS),
            EdgeSettings.DEFAULTS,
            SyncSettings.DEFAULTS,
            1L << 20,
            "default",
            false,
            true,
            true,
            SwiftSettings.DEFAULTS.infoAdminKey(),
            SwiftSettings.DEFAULTS.disallowedSections());

    final TestCatalog catalog;
    private final HttpServerFixture server;
    private final List<SwiftClient> clients = new ArrayList<>();

    SwiftServer() {
        this(SETTINGS);
    }

    SwiftServer(SwiftSettings settings) {
        this(settings, new TestCatalog());
    }

    SwiftServer(SwiftSettings settings, TestCatalog catalog) {
        this.catalog = catalog;
        var dialect = new SwiftDialect(
                catalog.service, new FakeIdentity(), settings, "http", catalog, new Ids(new Random(2)));
        server = new HttpServerFixture(dialect);
    }

    /// One that encrypts what it stores.
    static SwiftServer encrypted() {
        return new SwiftServer(SETTINGS, new TestCatalog(TestSecrets.on(1)));
    }

    /// A client on a connection of its own, acting for this user of [FakeIdentity]; empty for nobody.
    SwiftClient client(String user) {
        var client = new SwiftClient(server.port(), user);
        clients.add(client);
        return client;
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        clients.forEach(SwiftClient::close);
        server.close();
        catalog.close();
    }
}
