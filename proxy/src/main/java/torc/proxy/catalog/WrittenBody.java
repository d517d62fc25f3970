package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import torc.proxy.body.BodyWriter;
import torc.proxy.catalog.Borrowing.Borrowed;
import torc.proxy.rows.Body;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Write;

/// Bytes that were written to blobs for a name, which may have moved to another shard before they are committed.
/// For
/// one thread.
final class WrittenBody {
    private final Borrowing borrowing;
    private final ShardKey writtenFor;
    private final String name;
    private final Body body;
    private Optional<Adopted> adopted = Optional.empty();

    /// @param writtenFor the shard that the blobs' headers name
    WrittenBody(Borrowing borrowing, ShardKey writtenFor, String name, Body body) {
        this.borrowing = borrowing;
        this.writtenFor = writtenFor;
        this.name = name;
        this.body = body;
    }

    private record Adopted(ShardKey borrower, Borrowed lent) {}

    /// A body as a row of some shard names it, and what that row's transaction writes beside it.
    record Placed(Body body, List<Write> holderRows) {}

    Placed in(ShardKey shard) {
        // What was adopted once has rows that say so, and stays borrowed even where it was written for.
        if (adopted.isEmpty() && shard.equals(writtenFor)) return new Placed(body, List.of());
        if (adopted.isEmpty() || !adopted.get().borrower().equals(shard)) {
            var earlier = adopted;
            adopted = Optional.of(new Adopted(shard, borrowing.adopt(body, writtenFor, name, shard)));
            earlier.ifPresent(unused -> borrowing.release(unused.lent().body()));
        }
        var lent = adopted.get().lent();
        return new Placed(lent.body(), List.of(lent.holderRow()));
    }

    /// Gives up bytes that no row names.
    void discard(BodyWriter bodies) {
        if (adopted.isEmpty()) bodies.discard(body);
        else borrowing.release(adopted.get().lent().body());
    }
}
