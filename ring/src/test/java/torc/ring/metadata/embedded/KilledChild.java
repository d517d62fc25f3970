package torc.ring.metadata.embedded;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Commits for ever, several writers at once, and prints each acknowledgement: `row count .`
final class KilledChild {
    static final ShardKey SHARD = new ShardKey("container/kill");
    static final RowKey TOTAL = RowKey.of("total");
    static final int WRITERS = 8;

    private KilledChild() {}

    static String row(int round, int writer) {
        return "row" + round + "-" + writer;
    }

    public static void main(String[] arguments) {
        int round = Integer.parseInt(arguments[0]);
        var devices = new ArrayList<Path>();
        for (int i = 1; i < arguments.length; i++) devices.add(Path.of(arguments[i]));
        var store = EmbeddedMetadataStore.open(TestWorld.small(devices), TestWorld.real());
        for (int writer = 0; writer < WRITERS; writer++) {
            var name = row(round, writer);
            var padding = 100 << writer;
            Thread.ofPlatform().start(() -> write(store, name, padding));
        }
    }

    private static void write(EmbeddedMetadataStore store, String name, int padding) {
        for (long count = 1; ; count++) {
            var value = ByteBuffer.allocate(Long.BYTES + padding).putLong(count).array();
            var outcome = store.commit(Transaction.on(SHARD)
                    .put(RowKey.of(name), value)
                    .add(TOTAL, 1)
                    .build());
            if (!(outcome instanceof CommitOutcome.Committed)) throw new IllegalStateException(outcome.toString());
            System.out.println(name + " " + count + " .");
            System.out.flush();
        }
    }
}
