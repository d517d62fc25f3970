package torc.proxy.objects;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// Bodies and requests for tests.
public final class Bodies {
    /// Attributes of an object of which nothing was said but its type.
    public static final ObjectAttributes PLAIN =
            new ObjectAttributes("text/plain", Map.of(), Map.of(), Map.of(), OptionalLong.empty());

    private Bodies() {}

    public static byte[] random(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A request with a known length.
    public static PutRequest put(byte[] bytes) {
        return put(bytes, PLAIN, Preconditions.NONE);
    }

    public static PutRequest put(byte[] bytes, ObjectAttributes attributes, Preconditions conditions) {
        return new PutRequest(
                chunked(bytes, 7_000),
                OptionalLong.of(bytes.length),
                attributes,
                Map::of,
                "",
                conditions,
                Long.MAX_VALUE);
    }

    /// A request that does not say how many bytes will come.
    public static PutRequest putUnannounced(byte[] bytes) {
        return new PutRequest(
                chunked(bytes, 7_000), OptionalLong.empty(), PLAIN, Map::of, "", Preconditions.NONE, Long.MAX_VALUE);
    }

    public static ByteSource chunked(byte[] bytes, int chunkBytes) {
        return new ByteSource() {
            private int position;

            @Override
            public @Nullable Chunk next() {
                if (position == bytes.length) return null;
                var from = position;
                position = Math.min(bytes.length, from + chunkBytes);
                return Chunk.unpooled(Arrays.copyOfRange(bytes, from, position));
            }

            @Override
            public void close() {
                position = bytes.length;
            }
        };
    }

    /// Reads a source to its end and closes it.
    public static byte[] readAll(ByteSource source) {
        try (source) {
            var all = new ByteArrayOutputStream();
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                var bytes = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(bytes);
                all.writeBytes(bytes);
                chunk.release();
            }
            return all.toByteArray();
        }
    }

    /// The bytes of an object that has to be there.
    public static byte[] read(ObjectService service, ObjectName name) {
        try (var open = service.objects().open(name).orElseThrow()) {
            return readAll(open.read(0, open.object().bytes()));
        }
    }
}
