package torc.objectserver.client;

import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import torc.common.http.HttpHandler;
import torc.common.http.server.EventLoops;
import torc.common.http.server.HttpServer;
import torc.common.http.server.HttpServerConfig;
import torc.common.http.server.RequestIds;
import torc.common.http.server.RequestObserver;
import torc.common.version.VersionRange;
import torc.objectserver.api.BlobApi;
import torc.objectserver.api.ClusterSecret;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.server.BlobServer;

/// A device behind a real server on a port of its own.
final class ServedDevice implements AutoCloseable {
    static final ClusterSecret SECRET = ClusterSecret.draw(new Random(1));

    private final EventLoops loops = new EventLoops(1);
    private final HttpServer server;
    private final String name;

    ServedDevice(BlobDevice device) {
        this(device, BlobApi.SPOKEN);
    }

    /// @param spoken versions of the API that are served
    ServedDevice(BlobDevice device, VersionRange spoken) {
        this(device.name(), new BlobServer(List.of(device), SECRET, spoken));
    }

    /// @param handler answers in the device's stead
    ServedDevice(String name, HttpHandler handler) {
        this.name = name;
        server = new HttpServer(
                loops,
                HttpServerConfig.loopback("inner", 0),
                handler,
                RequestObserver.none(),
                new RequestIds(InstantSource.system(), new Random(2)),
                InstantSource.system(),
                System::nanoTime);
        server.start();
    }

    int port() {
        return server.port();
    }

    HttpServer server() {
        return server;
    }

    /// @param spoken versions of the API that the client speaks
    HttpBlobDevice client(VersionRange spoken) {
        return new HttpBlobDevice(name, InnerAddress.of("127.0.0.1", port()), SECRET, spoken);
    }

    HttpBlobDevice client() {
        return new HttpBlobDevice(name, InnerAddress.of("127.0.0.1", port()), SECRET);
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
