package torc.tools.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;

/// The metadata store behind its contract: linearizable rows that are never lost, with delays, times without an answer,
/// and commits of which nobody learns whether they happened. For the one thread of the simulation.
final class SimulatedRows implements MetadataStore {
    private static final NavigableMap<RowKey, Row> NONE = Collections.unmodifiableNavigableMap(new TreeMap<>());

    private final SimulatedTime time;
    private final Planted planted;
    private final NavigableMap<ShardKey, NavigableMap<RowKey, Row>> rows = new TreeMap<>();
    private long revision;
    private int troublePerThousand;

    SimulatedRows(SimulatedTime time, Planted planted) {
        this.time = time;
        this.planted = planted;
    }

    void trouble(int perThousand) {
        troublePerThousand = perThousand;
    }

    private boolean isInTrouble() {
        return troublePerThousand > 0 && time.random().nextInt(1000) < troublePerThousand;
    }

    private void travel() {
        time.sleep(50_000 + time.random().nextLong(time.random().nextInt(100) == 0 ? 20_000_000 : 500_000));
    }

    /// What a read finds, as of one moment between the call and the answer.
    private NavigableMap<RowKey, Row> read(ShardKey shard) {
        travel();
        if (isInTrouble()) throw new MetadataUnavailable("no answer", new IllegalStateException());
        return rows.getOrDefault(shard, NONE);
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        var found = Optional.ofNullable(read(shard).get(key));
        travel();
        return found;
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        var there = read(shard);
        var found =
                keys.stream().map(key -> Optional.ofNullable(there.get(key))).toList();
        travel();
        return found;
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        var there = read(shard);
        if (scan.from().compareTo(scan.end()) >= 0) return List.of();
        var range = there.subMap(scan.from(), true, scan.end(), false);
        var items = new ArrayList<ScanItem>();
        for (var row : (scan.reverse() ? range.descendingMap() : range).values()) {
            var item = scan.fold().map(fold -> RowRules.fold(row, fold)).orElseGet(() -> new ScanItem.Found(row));
            if (!items.isEmpty() && item instanceof ScanItem.Folded && item.equals(items.getLast())) continue;
            if (items.size() == scan.limit()) break;
            items.add(item);
        }
        travel();
        return List.copyOf(items);
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        travel();
        if (planted == Planted.GUESSES_COMMITS && time.random().nextInt(100) == 0)
            return new CommitOutcome.Committed(revision);
        if (!isInTrouble()) {
            var outcome = apply(transaction);
            travel();
            return outcome;
        }
        return switch (time.random().nextInt(4)) {
            case 0 -> new CommitOutcome.Refused(CommitOutcome.Reason.UNAVAILABLE);
            case 1 -> new CommitOutcome.Refused(CommitOutcome.Reason.BUSY);
            case 2 -> unknown();
            default -> {
                apply(transaction);
                yield unknown();
            }
        };
    }

    private CommitOutcome unknown() {
        time.sleep(time.random().nextLong(5_000_000_000L));
        return new CommitOutcome.Unknown("no answer");
    }

    private CommitOutcome apply(Transaction transaction) {
        var shard = transaction.shard();
        var current = rows.getOrDefault(shard, NONE);
        for (var check : transaction.checks()) {
            var row = current.get(check.key());
            if (!RowRules.holds(check, row, transaction.writes()))
                return new CommitOutcome.CheckFailed(check, Optional.ofNullable(row));
        }
        if (transaction.writes().isEmpty()) return new CommitOutcome.Committed(revision);
        var values = new ArrayList<Optional<byte[]>>();
        for (var write : transaction.writes()) values.add(RowRules.apply(write, current.get(write.key())));
        revision++;
        var changed = rows.computeIfAbsent(shard, _ -> new TreeMap<>());
        for (int i = 0; i < values.size(); i++) {
            var key = transaction.writes().get(i).key();
            if (values.get(i).isPresent())
                changed.put(key, new Row(key, values.get(i).get(), revision));
            else changed.remove(key);
        }
        if (changed.isEmpty()) rows.remove(shard);
        time.note(revision);
        return new CommitOutcome.Committed(revision);
    }

    @Override
    public long revision(ShardKey shard) {
        travel();
        return revision;
    }

    @Override
    public Watch watch(ShardKey shard, RowKey prefix, long after) {
        throw new UnsupportedOperationException("nothing that is simulated watches");
    }

    @Override
    public List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit) {
        travel();
        if (isInTrouble()) throw new MetadataUnavailable("no answer", new IllegalStateException());
        return rows.keySet().stream()
                .filter(key -> key.text().startsWith(prefix))
                .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public void backup(Path folder) {
        throw new UnsupportedOperationException("nothing that is simulated makes backups");
    }

    @Override
    public void close() {}
}
