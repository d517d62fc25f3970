package torc.tools.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.erasure.ErasureStore;
import torc.objectserver.erasure.code.CodeEngine;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.RepairRequests;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.RingPlacement;
import torc.objectserver.replica.ShiftedPlacement;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;

/// What blobs of mixed lengths take on real devices, and how fast they are written and read, all on one disk.
final class ErasureOverhead {
    private static final long[] LEAST = {4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 8 << 20};
    private static final long[] MOST = {16 << 10, 64 << 10, 256 << 10, 1 << 20, 8 << 20, 64 << 20};
    private static final int[] BLOBS = {400, 400, 300, 200, 100, 24};

    /// Large records begin at a multiple of this.
    private static final long LONGEST_GAP = 4096;

    private final ErasureCode code;
    private final PrintWriter out;
    private final Random random = new Random(1);

    ErasureOverhead(int data, int parity, PrintWriter out) {
        this.code = new ErasureCode(data, parity, CodeEngine.best());
        this.out = out;
    }

    void run(Path folder) {
        var devices = IntStream.range(0, code.fragments())
                .mapToObj(index -> open(folder, index))
                .toList();
        try {
            measure(folder, devices);
        } finally {
            devices.forEach(SegmentBlobDevice::close);
        }
    }

    private SegmentBlobDevice open(Path folder, int index) {
        var config = SegmentDeviceConfig.of("d" + index, folder.resolve("d" + index))
                .withZeroAheadBytes(0)
                .withoutUpkeep();
        return SegmentBlobDevice.open(config, InstantSource.system(), System::nanoTime, new Random(index));
    }

    private BlobStore store(List<SegmentBlobDevice> devices) {
        var ring = RingBuilder.build(
                IntStream.range(0, devices.size())
                        .mapToObj(i -> Device.of(i, 1, i + 1, "127.0.0.1", 6200, "d" + i, 100))
                        .toList(),
                10,
                code.fragments(),
                1);
        return new ErasureStore(
                new Ids(random),
                1,
                code,
                ShiftedPlacement.ofPolicy(1, new RingPlacement(ring)),
                devices.stream().map(device -> new PlacedDevice(device, 0)).toList(),
                ReplicaLimits.standard(),
                System::nanoTime,
                Thread.ofVirtual().factory(),
                RepairRequests.none());
    }

    private void measure(Path folder, List<SegmentBlobDevice> devices) {
        var store = store(devices);
        var ideal = (double) code.fragments() / code.data();
        out.printf(
                Locale.ROOT,
                "%d+%d, each of %d devices a folder of one disk; ideal %.4f%n",
                code.data(),
                code.parity(),
                devices.size(),
                ideal);
        out.printf(
                Locale.ROOT,
                "%-20s %7s %12s %12s %8s %8s %11s %11s%n",
                "blob bytes",
                "blobs",
                "bytes",
                "on disk",
                "times",
                "above",
                "write MiB/s",
                "read MiB/s");
        var bytes = 0L;
        var taken = 0L;
        var count = 0;
        for (var each = 0; each < BLOBS.length; each++) {
            var before = used(devices);
            var stored = one(store, each);
            var more = used(devices) - before;
            line("%d..%d".formatted(LEAST[each], MOST[each]), BLOBS[each], stored, more, ideal);
            bytes += stored.bytes;
            taken += more;
            count += BLOBS[each];
        }
        line("all records", count, new Stored(bytes, 0, 0), taken, ideal);
        taken += (long) count * code.fragments() * LONGEST_GAP;
        line("with gaps, at most", count, new Stored(bytes, 0, 0), taken, ideal);
        devices.forEach(SegmentBlobDevice::close);
        line("and the indexes", count, new Stored(bytes, 0, 0), taken + indexBytes(folder), ideal);
        out.flush();
    }

    private record Stored(long bytes, double writeRate, double readRate) {}

    private void line(String what, int blobs, Stored stored, long taken, double ideal) {
        var times = (double) taken / stored.bytes;
        out.printf(
                Locale.ROOT,
                "%-20s %7d %12d %12d %8.4f %7.2f%% %11.0f %11.0f%n",
                what,
                blobs,
                stored.bytes,
                taken,
                times,
                100 * (times / ideal - 1),
                stored.writeRate,
                stored.readRate);
        out.flush();
    }

    /// Lengths of one class are spread evenly over their logarithms.
    private Stored one(BlobStore store, int each) {
        var ids = new ArrayList<torc.common.id.Id128>();
        var sum = 0L;
        var content = new byte[1 << 20];
        random.nextBytes(content);
        var began = System.nanoTime();
        for (var i = 0; i < BLOBS[each]; i++) {
            var length = (long) (LEAST[each] * Math.pow((double) MOST[each] / LEAST[each], random.nextDouble()));
            try (var writer = store.create(new BlobOwner("AUTH_bench/erasure", "object/" + i, Instant.EPOCH), length)) {
                for (var left = length; left > 0; left -= content.length)
                    writer.write(ByteBuffer.wrap(content, 0, (int) Math.min(left, content.length)));
                if (!(writer.commit() instanceof BlobWriteOutcome.Stored))
                    throw new BenchFailed("a blob was not stored");
                ids.add(writer.id());
            }
            sum += length;
        }
        var written = System.nanoTime();
        for (var id : ids) read(store, id);
        var read = System.nanoTime();
        return new Stored(sum, rate(sum, written - began), rate(sum, read - written));
    }

    private static void read(BlobStore store, torc.common.id.Id128 id) {
        if (!(store.read(id, 0, Long.MAX_VALUE) instanceof BlobReadOutcome.Opened(var source)))
            throw new BenchFailed("a blob cannot be read");
        try (source) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) chunk.release();
        }
    }

    private static double rate(long bytes, long nanos) {
        return bytes / (double) (1 << 20) / (nanos / 1e9);
    }

    /// Heads, checksums and alignment of all records, but not the gaps between them.
    private static long used(List<SegmentBlobDevice> devices) {
        return devices.stream().mapToLong(SegmentBlobDevice::recordBytes).sum();
    }

    private static long indexBytes(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> folder.relativize(file).toString().contains("/index/"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
