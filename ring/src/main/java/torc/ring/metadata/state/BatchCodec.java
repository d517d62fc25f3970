package torc.ring.metadata.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Write;

/// The payload of a log record: commits, one after another, in big-endian byte order (docs/formats.md, "The metadata
/// log").
public final class BatchCodec {
    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte ADD = 3;

    private BatchCodec() {}

    /// A commit as the log keeps it.
    public record Commit(ShardKey shard, long revision, List<Write> writes) {}

    /// At most how many bytes a commit takes.
    public static long maxBytes(ShardKey shard, List<Write> writes) {
        long bytes = 2 + 3L * shard.text().length() + Long.BYTES + Integer.BYTES;
        for (var write : writes) bytes += 3 + Integer.BYTES + write.key().length() + valueBytes(write);
        return bytes;
    }

    private static long valueBytes(Write write) {
        return switch (write) {
            case Write.Put put -> put.value().length;
            case Write.Delete _ -> 0;
            case Write.Add add -> (long) add.deltas().length * Long.BYTES;
        };
    }

    public static void encode(ByteBuffer out, ShardKey shard, long revision, List<Write> writes) {
        var text = shard.text().getBytes(UTF_8);
        out.putShort((short) text.length).put(text).putLong(revision).putInt(writes.size());
        for (var write : writes) encode(out, write);
    }

    public static void encode(ByteBuffer out, Write write) {
        switch (write) {
            case Write.Put put -> {
                encode(out.put(PUT), put.key());
                out.putInt(put.value().length).put(put.value());
            }
            case Write.Delete delete -> encode(out.put(DELETE), delete.key());
            case Write.Add add -> {
                encode(out.put(ADD), add.key());
                out.putInt(add.deltas().length);
                for (long delta : add.deltas()) out.putLong(delta);
            }
        }
    }

    public static void encode(ByteBuffer out, RowKey key) {
        out.putShort((short) key.length()).put(key.bytes());
    }

    public static byte[] encode(List<Commit> commits) {
        long bytes = 0;
        for (var commit : commits) bytes += maxBytes(commit.shard(), commit.writes());
        var out = ByteBuffer.allocate(Math.toIntExact(bytes));
        for (var commit : commits) encode(out, commit.shard(), commit.revision(), commit.writes());
        return Arrays.copyOf(out.array(), out.position());
    }

    /// All commits of a payload, which may be empty.
    public static List<Commit> decode(ByteBuffer in) {
        var commits = new ArrayList<Commit>();
        while (in.hasRemaining()) {
            var shard = new ShardKey(new String(bytes(in, in.getShort()), UTF_8));
            long revision = in.getLong();
            int count = in.getInt();
            var writes = new ArrayList<Write>(count);
            for (int i = 0; i < count; i++) writes.add(write(in));
            commits.add(new Commit(shard, revision, writes));
        }
        return commits;
    }

    public static Write write(ByteBuffer in) {
        byte kind = in.get();
        var key = RowKey.of(bytes(in, in.getShort()));
        return switch (kind) {
            case PUT -> new Write.Put(key, bytes(in, in.getInt()));
            case DELETE -> new Write.Delete(key);
            case ADD -> {
                var deltas = new long[in.getInt()];
                for (int i = 0; i < deltas.length; i++) deltas[i] = in.getLong();
                yield new Write.Add(key, deltas);
            }
            default -> throw new IllegalStateException("a log record holds a write of kind " + kind);
        };
    }

    /// The next bytes.
    public static byte[] bytes(ByteBuffer in, int count) {
        var bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
