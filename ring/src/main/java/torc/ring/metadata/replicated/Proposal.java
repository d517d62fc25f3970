package torc.ring.metadata.replicated;

import java.nio.ByteBuffer;
import java.util.List;
import torc.common.id.Id128;
import torc.common.version.VersionRange;
import torc.ring.metadata.Transaction;

/// An entry of the replicated log: transactions that one node proposed together.
///
/// @param proposer a node's process; after a restart it is another
/// @param number of the proposal, from 1 on
record Proposal(Id128 proposer, long number, List<Transaction> transactions) {
    static ByteBuffer encode(Id128 proposer, long number, List<Transaction> transactions, int format) {
        var body = TransactionCodec.encode(transactions, format);
        return ByteBuffer.allocate(Id128.BYTES + Long.BYTES + body.remaining())
                .putLong(proposer.high())
                .putLong(proposer.low())
                .putLong(number)
                .put(body)
                .flip();
    }

    static Proposal decode(ByteBuffer in, VersionRange known) {
        var proposer = new Id128(in.getLong(), in.getLong());
        return new Proposal(proposer, in.getLong(), TransactionCodec.decode(in, known));
    }
}
