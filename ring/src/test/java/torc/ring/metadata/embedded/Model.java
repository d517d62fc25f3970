package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.FakeMetadataStore;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Random transactions on few keys, done to a store and to the fake alike, and comparisons of the two.
final class Model {
    private static final List<ShardKey> SHARDS =
            List.of(new ShardKey("container/a"), new ShardKey("container/b"), new ShardKey("x\0y"));

    private final Random random;
    private final FakeMetadataStore fake = new FakeMetadataStore();
    private final int valueBytes;

    Model(Random random, int valueBytes) {
        this.random = random;
        this.valueBytes = valueBytes;
    }

    Transaction transaction() {
        var builder = Transaction.on(SHARDS.get(random.nextInt(SHARDS.size())));
        var keys = new ArrayList<Integer>();
        for (int i = 0; i < 12; i++) keys.add(i);
        java.util.Collections.shuffle(keys, random);
        for (int i = random.nextInt(4); i >= 0; i--) write(builder, keys.get(i));
        if (random.nextInt(4) == 0) builder.check(check(keys.get(random.nextInt(4))));
        return builder.build();
    }

    private void write(Transaction.Builder builder, int number) {
        var key = key(number);
        if (number < 3) builder.add(key, random.nextInt(100), -random.nextInt(100));
        else if (random.nextInt(4) == 0) builder.delete(key);
        else {
            var value = new byte[random.nextInt(valueBytes)];
            random.nextBytes(value);
            builder.put(key, value);
        }
    }

    private Check check(int number) {
        var key = key(number);
        return switch (random.nextInt(4)) {
            case 0 -> new Check.Absent(key);
            case 1 -> new Check.Present(key);
            case 2 -> new Check.ValueEquals(key, new byte[0]);
            default -> new Check.CounterAtMost(key(0), 0, random.nextInt(2000));
        };
    }

    private static RowKey key(int number) {
        return RowKey.of("folder" + number % 3 + "/row" + number);
    }

    /// Commits to both, and requires both to answer alike.
    void commit(MetadataStore store) {
        var transaction = transaction();
        var outcome = store.commit(transaction);
        assertThat(outcome).isInstanceOf(apply(transaction).getClass());
    }

    CommitOutcome apply(Transaction transaction) {
        return fake.commit(transaction);
    }

    /// Requires all rows of both to be alike, but for revisions, which may have gaps.
    void requireSame(MetadataStore store) {
        for (var shard : SHARDS) {
            for (var scan : scans()) assertThat(items(store, shard, scan)).isEqualTo(items(fake, shard, scan));
            for (int i = 0; i < 12; i++)
                assertThat(store.get(shard, key(i))
                                .map(row -> java.util.HexFormat.of().formatHex(row.value())))
                        .isEqualTo(fake.get(shard, key(i))
                                .map(row -> java.util.HexFormat.of().formatHex(row.value())));
        }
    }

    private static List<Scan> scans() {
        var from = RowKey.of("");
        var end = RowKey.of("z");
        var fold = Optional.of(new Scan.Fold(0, new byte[] {'/'}));
        return List.of(
                Scan.range(from, end, 100),
                new Scan(from, end, 5, true, Optional.empty()),
                new Scan(from, end, 100, false, fold),
                new Scan(from, end, 2, true, fold));
    }

    private static List<String> items(MetadataStore store, ShardKey shard, Scan scan) {
        return store.scan(shard, scan).stream()
                .map(item -> switch (item) {
                    case ScanItem.Found found ->
                        found.key() + "="
                                + java.util.HexFormat.of().formatHex(found.row().value());
                    case ScanItem.Folded folded -> folded.key() + "…";
                })
                .toList();
    }

    /// Whether a transaction is in a store, which must hold exactly what the model holds with or without it.
    void settle(MetadataStore store, Transaction transaction, long revisionBefore) {
        if (store.revision(transaction.shard()) > revisionBefore) apply(transaction);
        requireSame(store);
    }
}
