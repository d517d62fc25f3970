package torc.objectserver.api;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;

/// The records of the inner blob API as bytes, big-endian (docs/formats.md, "Inner blob API"). Decoding
/// accepts exactly what encoding makes and throws [WireDamaged] at anything else.
public final class Wire {
    private Wire() {}

    public static byte[] owner(BlobOwner owner) {
        return written(out -> writeOwner(out, owner));
    }

    public static BlobOwner owner(byte[] bytes) {
        return whole(bytes, Wire::readOwner);
    }

    public static byte[] ids(List<Id128> ids) {
        return written(out -> {
            out.writeInt(ids.size());
            for (var id : ids) writeId(out, id);
        });
    }

    public static List<Id128> ids(byte[] bytes) {
        return whole(bytes, in -> list(in, Wire::readId));
    }

    /// @param version of the API that is spoken; one of [BlobApi#SPOKEN]
    public static byte[] blobs(List<StoredBlob> blobs, int version) {
        return written(out -> {
            out.writeInt(blobs.size());
            for (var blob : blobs) {
                writeId(out, blob.id());
                out.writeInt(blob.partition());
                out.writeLong(blob.bytes());
                writeOwner(out, blob.owner());
                if (version >= 2) writeText(out, blob.owner().about());
            }
        });
    }

    /// @param version of the API that is spoken; one of [BlobApi#SPOKEN]
    public static List<StoredBlob> blobs(byte[] bytes, int version) {
        return whole(bytes, in -> list(in, each -> readBlob(each, version)));
    }

    private static StoredBlob readBlob(ByteBuffer in, int version) {
        var id = readId(in);
        var partition = in.getInt();
        var length = in.getLong();
        var owner = readOwner(in);
        if (version < 2) return new StoredBlob(id, partition, owner, length);
        var about = readText(in);
        return new StoredBlob(
                id, partition, new BlobOwner(owner.shard(), owner.row(), owner.deadline(), about), length);
    }

    public static byte[] digests(List<PartitionDigest> digests) {
        return written(out -> {
            out.writeInt(digests.size());
            for (var digest : digests) {
                out.writeInt(digest.partition());
                out.writeLong(digest.count());
                out.writeLong(digest.digest());
            }
        });
    }

    public static List<PartitionDigest> digests(byte[] bytes) {
        return whole(bytes, in -> list(in, each -> new PartitionDigest(each.getInt(), each.getLong(), each.getLong())));
    }

    public static byte[] status(DeviceStatus status) {
        return written(out -> {
            out.writeLong(status.capacityBytes());
            out.writeLong(status.freeBytes());
            out.writeLong(status.liveBytes());
            out.writeLong(status.blobs());
            out.writeLong(status.deadBytes());
            out.writeLong(status.quarantined());
            writeText(out, status.failed());
        });
    }

    public static DeviceStatus status(byte[] bytes) {
        return whole(
                bytes,
                in -> new DeviceStatus(
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        readText(in)));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory does not fail.
        }
        return bytes.toByteArray();
    }

    private static void writeId(DataOutputStream out, Id128 id) throws IOException {
        out.writeLong(id.high());
        out.writeLong(id.low());
    }

    private static void writeOwner(DataOutputStream out, BlobOwner owner) throws IOException {
        writeText(out, owner.shard());
        writeText(out, owner.row());
        var deadline = owner.deadline();
        out.writeLong(deadline.getEpochSecond());
        out.writeInt(deadline.getNano());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xffff) throw new IllegalArgumentException("a text has at most 65,535 bytes");
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static <T> T whole(byte[] bytes, Function<ByteBuffer, T> reading) {
        var in = ByteBuffer.wrap(bytes);
        try {
            var read = reading.apply(in);
            if (in.hasRemaining()) throw new WireDamaged(in.remaining() + " bytes too many");
            return read;
        } catch (BufferUnderflowException e) {
            throw new WireDamaged("bytes are missing");
        } catch (DateTimeException | ArithmeticException e) {
            throw new WireDamaged("an instant out of range");
        }
    }

    /// A count is believed only as far as there are bytes.
    private static <T> List<T> list(ByteBuffer in, Function<ByteBuffer, T> reading) {
        var count = in.getInt();
        if (count < 0 || count > in.remaining()) throw new WireDamaged("a count of " + count);
        var read = new ArrayList<T>(count);
        for (var i = 0; i < count; i++) read.add(reading.apply(in));
        return read;
    }

    private static Id128 readId(ByteBuffer in) {
        return new Id128(in.getLong(), in.getLong());
    }

    private static BlobOwner readOwner(ByteBuffer in) {
        var shard = readText(in);
        var row = readText(in);
        var second = in.getLong();
        var nano = in.getInt();
        if (nano < 0 || nano > 999_999_999) throw new WireDamaged("a second has no nanosecond " + nano);
        return new BlobOwner(shard, row, Instant.ofEpochSecond(second, nano));
    }

    private static String readText(ByteBuffer in) {
        var utf8 = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
