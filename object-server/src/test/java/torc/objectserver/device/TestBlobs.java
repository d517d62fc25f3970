package torc.objectserver.device;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;

/// Blobs for tests, made from a number, and the few steps that store and fetch them.
public final class TestBlobs {
    public static final BlobOwner OWNER = new BlobOwner(
            "AUTH_test/photos", "object:2026/März/päivä.jpg#0", Instant.parse("2026-11-22T12:34:56.789Z"));

    private TestBlobs() {}

    public static Id128 id(long number) {
        return new Id128(number * 0x9e3779b97f4a7c15L, number);
    }

    public static BlobHeader header(Id128 id, int partition, long maxBytes) {
        return new BlobHeader(id, partition, OWNER, maxBytes);
    }

    public static byte[] bytes(long seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Stores a blob in pieces of 100,000 bytes.
    public static DeviceWriteOutcome put(BlobDevice device, Id128 id, int partition, byte[] bytes) {
        try (var writer = begin(device, header(id, partition, bytes.length))) {
            for (var at = 0; at < bytes.length; at += 100_000)
                writer.write(ByteBuffer.wrap(bytes, at, Math.min(100_000, bytes.length - at)));
            return writer.commit();
        }
    }

    /// @throws IllegalStateException with the outcome, if it does not begin
    public static DeviceBlobWriter begin(BlobDevice device, BlobHeader header) {
        return switch (device.begin(header)) {
            case BeginOutcome.Begun(var writer) -> writer;
            case BeginOutcome other -> throw new IllegalStateException(other.toString());
        };
    }

    /// @throws IllegalStateException with the outcome, if it does not open
    public static byte[] read(BlobDevice device, Id128 id, long firstByte, long endByte) {
        return switch (device.read(id, firstByte, endByte)) {
            case DeviceReadOutcome.Opened opened -> drain(opened.source());
            case DeviceReadOutcome other -> throw new IllegalStateException(other.toString());
        };
    }

    public static byte[] read(BlobDevice device, Id128 id) {
        return read(device, id, 0, Long.MAX_VALUE);
    }

    /// Takes all bytes out of a source, and closes it.
    public static byte[] drain(ByteSource source) {
        var all = new ByteArrayOutputStream();
        try (source) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                var bytes = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(bytes);
                chunk.release();
                all.writeBytes(bytes);
            }
        }
        return all.toByteArray();
    }
}
