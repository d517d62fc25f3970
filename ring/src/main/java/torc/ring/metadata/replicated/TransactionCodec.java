package torc.ring.metadata.replicated;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import torc.common.version.VersionRange;
import torc.ring.metadata.Check;
import torc.ring.metadata.OtherRelease;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Write;
import torc.ring.metadata.state.BatchCodec;

/// What an entry of the replicated log holds: a format byte, then transactions with their checks, in big-endian
/// byte
/// order (docs/formats.md, "The replicated log").
final class TransactionCodec {
    /// Formats of entries that this program reads and writes. It writes the newest that all members read
    /// ([ReplicatedMetadataStore#write]).
    static final VersionRange FORMATS = VersionRange.only(1);

    private static final byte ABSENT = 1;
    private static final byte PRESENT = 2;
    private static final byte AT_REVISION = 3;
    private static final byte VALUE_EQUALS = 4;
    private static final byte COUNTER_AT_MOST = 5;

    private TransactionCodec() {}

    /// At most how many bytes a transaction takes.
    static long maxBytes(Transaction transaction) {
        long bytes = Integer.BYTES + BatchCodec.maxBytes(transaction.shard(), transaction.writes());
        for (var check : transaction.checks()) {
            bytes += 3 + Integer.BYTES + Long.BYTES + check.key().length();
            if (check instanceof Check.ValueEquals equals) bytes += equals.value().length;
        }
        return bytes;
    }

    /// @param format one that all members read
    static ByteBuffer encode(List<Transaction> transactions, int format) {
        long bytes = 1 + Integer.BYTES;
        for (var transaction : transactions) bytes += maxBytes(transaction);
        var out = ByteBuffer.allocate(Math.toIntExact(bytes)).put((byte) format).putInt(transactions.size());
        for (var transaction : transactions) encode(out, transaction);
        return out.flip();
    }

    private static void encode(ByteBuffer out, Transaction transaction) {
        var text = transaction.shard().text().getBytes(UTF_8);
        out.putShort((short) text.length).put(text);
        out.putInt(transaction.checks().size());
        for (var check : transaction.checks()) encode(out, check);
        out.putInt(transaction.writes().size());
        for (var write : transaction.writes()) BatchCodec.encode(out, write);
    }

    private static void encode(ByteBuffer out, Check check) {
        switch (check) {
            case Check.Absent absent -> BatchCodec.encode(out.put(ABSENT), absent.key());
            case Check.Present present -> BatchCodec.encode(out.put(PRESENT), present.key());
            case Check.AtRevision at -> {
                BatchCodec.encode(out.put(AT_REVISION), at.key());
                out.putLong(at.revision());
            }
            case Check.ValueEquals equals -> {
                BatchCodec.encode(out.put(VALUE_EQUALS), equals.key());
                out.putInt(equals.value().length).put(equals.value());
            }
            case Check.CounterAtMost atMost -> {
                BatchCodec.encode(out.put(COUNTER_AT_MOST), atMost.key());
                out.putInt(atMost.index()).putLong(atMost.limit());
            }
        }
    }

    /// The transactions of an entry.
    ///
    /// @param known formats that are read
    /// @throws OtherRelease if a newer program wrote it, for no member may guess what others do
    static List<Transaction> decode(ByteBuffer in, VersionRange known) {
        byte format = in.get();
        if (!known.has(format))
            throw new OtherRelease("an entry of the metadata's log has format " + format
                    + ", this program knows formats " + known.text() + "; use the release that the other nodes run");
        int count = in.getInt();
        var transactions = new ArrayList<Transaction>();
        for (int i = 0; i < count; i++) transactions.add(transaction(in));
        return transactions;
    }

    private static Transaction transaction(ByteBuffer in) {
        var shard = new ShardKey(new String(BatchCodec.bytes(in, in.getShort()), UTF_8));
        var checks = new ArrayList<Check>();
        for (int left = in.getInt(); left > 0; left--) checks.add(check(in));
        var writes = new ArrayList<Write>();
        for (int left = in.getInt(); left > 0; left--) writes.add(BatchCodec.write(in));
        return new Transaction(shard, checks, writes);
    }

    private static Check check(ByteBuffer in) {
        byte kind = in.get();
        var key = RowKey.of(BatchCodec.bytes(in, in.getShort()));
        return switch (kind) {
            case ABSENT -> new Check.Absent(key);
            case PRESENT -> new Check.Present(key);
            case AT_REVISION -> new Check.AtRevision(key, in.getLong());
            case VALUE_EQUALS -> new Check.ValueEquals(key, BatchCodec.bytes(in, in.getInt()));
            case COUNTER_AT_MOST -> new Check.CounterAtMost(key, in.getInt(), in.getLong());
            default -> throw new IllegalStateException("a log entry holds a check of kind " + kind);
        };
    }
}
