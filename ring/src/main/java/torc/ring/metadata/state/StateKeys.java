package torc.ring.metadata.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import torc.common.id.Id128;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;

/// Keys of the state: two bytes of shard number, the shard key with its zero bytes escaped, an end mark, the row
/// key.
/// Keys whose shard number is 0xffff are the engine's own.
public final class StateKeys {
    /// Logical shards. Fixed for ever: it is part of every key.
    static final int SHARDS = 1024;

    /// The log sequence that the state has taken in.
    static final byte[] APPLIED = {(byte) 0xff, (byte) 0xff, 'a'};

    /// The id of the state's own history.
    static final byte[] ID = {(byte) 0xff, (byte) 0xff, 'i'};

    /// One byte: the format of the state; without it the format is 1.
    static final byte[] FORMAT = {(byte) 0xff, (byte) 0xff, 'v'};

    private static final byte RECORD = 'f';
    private static final byte PROPOSER = 'p';

    /// The first key behind all rows.
    static final byte[] END_OF_ROWS = {(byte) 0xff, (byte) 0xff};

    private static final byte ESCAPED_ZERO = (byte) 0xff;
    private static final byte END_OF_SHARD_KEY = 1;

    private StateKeys() {}

    public static int shardNumber(ShardKey shard) {
        var crc = new CRC32C();
        crc.update(shard.text().getBytes(UTF_8));
        return (int) (crc.getValue() % SHARDS);
    }

    /// Where a record of the feed is kept, by an engine whose log does not keep it.
    public static byte[] recordKey(long sequence) {
        return ByteBuffer.allocate(3 + Long.BYTES)
                .putShort((short) -1)
                .put(RECORD)
                .putLong(sequence)
                .array();
    }

    /// The sequence of a record's key; nothing if it is another key.
    public static OptionalLong recordSequence(byte[] key) {
        var in = ByteBuffer.wrap(key);
        return key.length == 3 + Long.BYTES && in.getShort() == -1 && in.get() == RECORD
                ? OptionalLong.of(in.getLong())
                : OptionalLong.empty();
    }

    /// Where it is kept what a proposer of transactions has had taken in.
    public static byte[] proposerKey(Id128 proposer) {
        return ByteBuffer.allocate(3 + Id128.BYTES)
                .putShort((short) -1)
                .put(PROPOSER)
                .putLong(proposer.high())
                .putLong(proposer.low())
                .array();
    }

    /// What all proposers' keys start with.
    public static byte[] proposers() {
        return new byte[] {(byte) 0xff, (byte) 0xff, PROPOSER};
    }

    /// The proposer of a key; nothing if it is another key.
    public static Optional<Id128> proposerOf(byte[] key) {
        var in = ByteBuffer.wrap(key);
        return key.length == 3 + Id128.BYTES && in.getShort() == -1 && in.get() == PROPOSER
                ? Optional.of(new Id128(in.getLong(), in.getLong()))
                : Optional.empty();
    }

    /// Where a shard's revision is kept.
    static byte[] revisionKey(int shardNumber) {
        return new byte[] {(byte) 0xff, (byte) 0xff, 'r', (byte) (shardNumber >> 8), (byte) shardNumber};
    }

    /// What the keys of all rows of a shard key start with.
    public static byte[] prefix(ShardKey shard) {
        var text = shard.text().getBytes(UTF_8);
        return terminated(escaped(shardNumber(shard), text));
    }

    private static byte[] terminated(byte[] escaped) {
        var key = Arrays.copyOf(escaped, escaped.length + 2);
        key[key.length - 1] = END_OF_SHARD_KEY;
        return key;
    }

    /// Shard number and text, without the end mark: what the keys of all shard keys that start with `text`
    /// start with.
    static byte[] escaped(int shardNumber, byte[] text) {
        int zeros = 0;
        for (byte b : text) if (b == 0) zeros++;
        var key = ByteBuffer.allocate(2 + text.length + zeros).putShort((short) shardNumber);
        for (byte b : text) {
            key.put(b);
            if (b == 0) key.put(ESCAPED_ZERO);
        }
        return key.array();
    }

    public static byte[] rowKey(byte[] prefix, RowKey key) {
        var joined = Arrays.copyOf(prefix, prefix.length + key.length());
        key.copyTo(joined, prefix.length);
        return joined;
    }

    /// The least key above all that start with `prefix`, which ends in an end mark.
    static byte[] endOfPrefix(byte[] prefix) {
        var end = prefix.clone();
        end[end.length - 1]++;
        return end;
    }

    static RowKey rowKeyOf(byte[] key, int prefixBytes) {
        return RowKey.of(key, prefixBytes, key.length);
    }

    /// The shard key of a row's key.
    static ShardKey shardKeyOf(byte[] key) {
        var text = new byte[key.length];
        int count = 0;
        for (int i = 2; ; i++) {
            if (key[i] == 0 && key[++i] == END_OF_SHARD_KEY) return new ShardKey(new String(text, 0, count, UTF_8));
            text[count++] = key[i] == ESCAPED_ZERO ? 0 : key[i]; // 0xff itself never occurs in UTF-8.
        }
    }
}
