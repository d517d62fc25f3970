package torc.tools.cluster;

import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import torc.common.http.server.EventLoops;
import torc.common.http.server.HttpServer;
import torc.common.http.server.HttpServerConfig;
import torc.common.http.server.RequestIds;
import torc.common.http.server.RequestObserver;
import torc.objectserver.api.ClusterSecret;
import torc.objectserver.client.HttpBlobDevice;
import torc.objectserver.client.InnerAddress;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.server.BlobServer;

/// What mutual TLS costs the way of a blob between two nodes: a program, run by hand, that prints a table. Both ends
/// are in this process and the device is memory, so that nothing but HTTP and TLS is measured.
final class TlsCost {
    private static final int CLIENTS = 8;
    private static final long ROUND_NANOS = 3_000_000_000L;

    private TlsCost() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("tls-cost");
        var device = new FakeBlobDevice("d0");
        var secret = ClusterSecret.draw(new Random(1));
        try (var node = new TestNode(folder.resolve("n1"), BlobServer.forNodes(List.of(device)));
                var loops = new EventLoops(1);
                var plain = new HttpServer(
                        loops,
                        HttpServerConfig.loopback("plain", 0),
                        new BlobServer(List.of(device), secret),
                        RequestObserver.none(),
                        new RequestIds(InstantSource.system(), new Random(2)),
                        InstantSource.system(),
                        System::nanoTime)) {
            plain.start();
            try (var clear = new HttpBlobDevice("d0", InnerAddress.of("127.0.0.1", plain.port()), secret);
                    var tls = new HttpBlobDevice(
                            "d0", "d0", InnerAddress.of("127.0.0.1", node.port(), node.tls, node.identity.nodeId()))) {
                for (var length : new int[] {4 << 10, 64 << 10, 1 << 20}) compare(device, clear, tls, length);
            }
        }
    }

    private static void compare(FakeBlobDevice device, BlobDevice clear, BlobDevice tls, int length)
            throws InterruptedException {
        var id = TestBlobs.id(length);
        TestBlobs.put(device, id, 1, TestBlobs.bytes(1, length));
        for (int round = 0; round < 3; round++) {
            var without = perSecond(() -> TestBlobs.read(clear, id));
            var with = perSecond(() -> TestBlobs.read(tls, id));
            System.out.printf(
                    "GET %,9d bytes, %d clients: %,8.0f/s plain, %,8.0f/s TLS, ratio %.2f%n",
                    length, CLIENTS, without, with, with / without);
        }
        var next = new AtomicLong(length * 1_000_000L);
        var bytes = TestBlobs.bytes(2, length);
        for (int round = 0; round < 2; round++) {
            var without = perSecond(() -> putAndForget(clear, next, bytes));
            var with = perSecond(() -> putAndForget(tls, next, bytes));
            System.out.printf(
                    "PUT+DELETE %,9d bytes, %d clients: %,8.0f/s plain, %,8.0f/s TLS, ratio %.2f%n",
                    length, CLIENTS, without, with, with / without);
        }
    }

    private static void putAndForget(BlobDevice device, AtomicLong next, byte[] bytes) {
        var id = TestBlobs.id(next.incrementAndGet());
        TestBlobs.put(device, id, 1, bytes);
        device.drop(id);
    }

    private static double perSecond(Runnable call) throws InterruptedException {
        var done = new AtomicLong();
        var from = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() - from < ROUND_NANOS) {
                        call.run();
                        done.incrementAndGet();
                    }
                });
            }
        }
        return done.get() * 1e9 / (System.nanoTime() - from);
    }
}
