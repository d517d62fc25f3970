package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import torc.common.id.Id128;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.TestBlobs;

/// A micro benchmark of one device: `java … torc.objectserver.segment.SegmentBench FOLDER`. Prints a table.
final class SegmentBench {
    private static long nextId = 1;

    private SegmentBench() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        for (var zeroAhead : new long[] {64 << 20, 0}) {
            System.out.println(zeroAhead > 0 ? "with zero-fill" : "without zero-fill");
            for (var writers : new int[] {1, 16, 64}) small(folder, zeroAhead, writers, 4 << 10, 4000);
            for (var writers : new int[] {1, 16, 64}) small(folder, zeroAhead, writers, 64 << 10, 4000);
            for (var writers : new int[] {1, 16}) small(folder, zeroAhead, writers, 1 << 20, 600);
        }
        stream(folder);
    }

    private static void small(Path folder, long zeroAhead, int writers, int bytes, int blobs) throws Exception {
        try (var device = open(folder, zeroAhead)) {
            put(device, writers, bytes, blobs / 4);
            var first = nextId;
            var seconds = put(device, writers, bytes, blobs);
            var readSeconds = read(device, first, blobs);
            System.out.printf(
                    "  put %7d B, %2d writers: %7.0f/s %6.0f MB/s; read, 1 reader: %7.0f/s %6.0f MB/s%n",
                    bytes,
                    writers,
                    blobs / seconds,
                    (double) blobs * bytes / seconds / 1e6,
                    blobs / readSeconds,
                    (double) blobs * bytes / readSeconds / 1e6);
        }
        delete(folder);
    }

    private static double put(SegmentBlobDevice device, int writers, int bytes, int blobs) throws Exception {
        var content =
                ByteBuffer.allocateDirect(bytes).put(TestBlobs.bytes(1, bytes)).flip();
        var started = System.nanoTime();
        var first = nextId;
        nextId += blobs;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs = new ArrayList<Future<?>>();
            for (var writer = 0; writer < writers; writer++) {
                var mine = writer;
                jobs.add(threads.submit(() -> {
                    for (var i = mine; i < blobs; i += writers)
                        put(device, TestBlobs.id(first + i), content.duplicate());
                }));
            }
            for (var job : jobs) job.get();
        }
        return (System.nanoTime() - started) / 1e9;
    }

    private static void put(SegmentBlobDevice device, Id128 id, ByteBuffer content) {
        try (var writer = TestBlobs.begin(device, TestBlobs.header(id, (int) (id.low() & 1023), content.remaining()))) {
            writer.write(content);
            var outcome = writer.commit();
            if (!outcome.toString().startsWith("Durable")) throw new IllegalStateException(outcome.toString());
        }
    }

    private static double read(SegmentBlobDevice device, long first, int blobs) {
        var started = System.nanoTime();
        for (var i = first; i < first + blobs; i++) drain(device, TestBlobs.id(i));
        return (System.nanoTime() - started) / 1e9;
    }

    private static void drain(SegmentBlobDevice device, Id128 id) {
        try (var source = ((DeviceReadOutcome.Opened) device.read(id, 0, Long.MAX_VALUE)).source()) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) chunk.release();
        }
    }

    private static void stream(Path folder) throws Exception {
        var piece = ByteBuffer.allocateDirect(128 << 10)
                .put(TestBlobs.bytes(1, 128 << 10))
                .flip();
        for (var round = 0; round < 2; round++) {
            try (var device = open(folder, 64 << 20)) {
                var started = System.nanoTime();
                for (var blob = 1; blob <= 16; blob++) {
                    try (var writer = TestBlobs.begin(device, TestBlobs.header(TestBlobs.id(blob), 1, 64 << 20))) {
                        for (var i = 0; i < 512; i++) writer.write(piece.duplicate());
                        writer.commit();
                    }
                }
                var seconds = (System.nanoTime() - started) / 1e9;
                var readSeconds = read(device, 1, 16);
                System.out.printf(
                        "one stream of 1 GiB in 64 MiB blobs: put %.0f MB/s, read %.0f MB/s%n",
                        1073.741824 / seconds, 1073.741824 / readSeconds);
            }
            delete(folder);
        }
    }

    private static SegmentBlobDevice open(Path folder, long zeroAhead) {
        var config = SegmentDeviceConfig.of("bench", folder).withZeroAheadBytes(zeroAhead);
        return SegmentBlobDevice.open(config, InstantSource.system(), System::nanoTime, new Random());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
