package torc.ring.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import torc.common.id.Ids;
import torc.ring.builder.BuilderState;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.file.BuilderFile;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// The rings in use, as rows of the shard `cluster` (docs/formats.md, "Rings"). A ring has epochs, each of which
/// is
/// what the ring was after one [#apply]. Changes are staged first; nothing moves before they are applied.
/// Blocks; safe
/// for many threads and processes.
public final class RingRegistry {
    /// Epochs that are kept.
    public static final int MOST_EPOCHS = 32;

    private static final ShardKey SHARD = new ShardKey("cluster");
    private static final int ATTEMPTS = 8;
    private static final byte FORMAT = 1;
    private static final byte EXACT_FORMAT = 2;

    private final MetadataStore rows;
    private final Ids ids;
    private final InstantSource clock;

    public RingRegistry(MetadataStore rows, Ids ids, InstantSource clock) {
        this.rows = rows;
        this.ids = ids;
        this.clock = clock;
    }

    /// How a new ring is to be.
    ///
    /// @param replicas copies that are wanted
    /// @param exact whether there are as many in every case, as fragments have to be; else, while there are fewer
    /// devices, there are as many copies as those
    public record Settings(int partPower, int replicas, int minPartHours, boolean exact) {
        public Settings(int partPower, int replicas, int minPartHours) {
            this(partPower, replicas, minPartHours, false);
        }
    }

    /// A ring at one of its epochs.
    ///
    /// @param epoch from 1 on; 0 before the first one is applied
    /// @param builder all that is known of it
    public record Epoch(long epoch, BuilderState builder) {
        /// @throws IllegalStateException at epoch 0
        public Ring ring() {
            return new RingBuilder(builder)
                    .ring()
                    .orElseThrow(() -> new IllegalStateException("no ring was applied yet"));
        }
    }

    /// The head of a ring's rows.
    private record Head(long epoch, int replicas, boolean exact, Row row) {
        static byte[] encode(long epoch, int replicas, boolean exact) {
            return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
                    .put(exact ? EXACT_FORMAT : FORMAT)
                    .putLong(epoch)
                    .putInt(replicas)
                    .array();
        }

        static Head decode(Row row) {
            var in = ByteBuffer.wrap(row.value());
            var format = in.get();
            if (format != FORMAT && format != EXACT_FORMAT)
                throw new IllegalStateException("a ring's row has format " + format);
            return new Head(in.getLong(), in.getInt(), format == EXACT_FORMAT, row);
        }
    }

    /// Makes a ring without devices, unless there is one of this name.
    public void create(String name, Settings settings) {
        var builder = new RingBuilder(
                ids.next().toString(), settings.partPower(), settings.replicas(), settings.minPartHours());
        begin(name, 0, settings, builder.state());
    }

    /// Takes over the ring of a Torc that ran alone as the first epoch, unless there is one of this name.
    ///
    /// @param descriptions makes of each of its devices how the cluster describes it
    public void adopt(String name, Ring ring, Settings settings, UnaryOperator<Device> descriptions) {
        var builder = RingBuilder.from(ring, ids.next().toString(), settings.minPartHours());
        for (var device : ring.devices()) builder.change(descriptions.apply(device));
        begin(name, 1, settings, builder.state());
    }

    private void begin(String name, long epoch, Settings settings, BuilderState state) {
        if (head(name).isPresent()) return;
        var outcome = rows.commit(Transaction.on(SHARD)
                .check(new Check.Absent(headKey(name)))
                .put(headKey(name), Head.encode(epoch, settings.replicas(), settings.exact()))
                .put(epochKey(name, epoch), BuilderFile.encode(state))
                .build());
        if (!(outcome instanceof CommitOutcome.Committed) && head(name).isEmpty())
            throw new IllegalStateException("the ring cannot be written: " + outcome);
    }

    private Optional<Head> head(String name) {
        return rows.get(SHARD, headKey(name)).map(Head::decode);
    }

    /// Whether a ring of this name is, or will be, of another kind than these settings tell.
    public boolean differs(String name, Settings settings) {
        return head(name)
                .filter(head -> head.replicas() != settings.replicas() || head.exact() != settings.exact())
                .isPresent();
    }

    /// The newest epoch; 0 if nothing was applied yet, or there is no such ring.
    public long epoch(String name) {
        return head(name).map(Head::epoch).orElse(0L);
    }

    /// The newest epochs, the newest first.
    public List<Epoch> epochs(String name, int most) {
        var newest = epoch(name);
        var found = new ArrayList<Epoch>();
        for (long each = newest; each > 0 && found.size() < most; each--) {
            var row = rows.get(SHARD, epochKey(name, each));
            if (row.isEmpty()) break;
            found.add(new Epoch(each, BuilderFile.decode(row.get().value())));
        }
        return found;
    }

    /// What the next [#apply] would begin from: the newest epoch with the changes that are staged.
    ///
    /// @throws RingRefused if there is no such ring
    public BuilderState staged(String name) {
        return read(name).staged();
    }

    /// All rows of a ring that a change looks at.
    private record Read(Head head, BuilderState current, Optional<Row> stagedRow) {
        BuilderState staged() {
            return stagedRow.map(row -> BuilderFile.decode(row.value())).orElse(current);
        }
    }

    private Read read(String name) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var head = head(name).orElseThrow(() -> new RingRefused("There is no ring " + name));
            var found = rows.get(SHARD, List.of(epochKey(name, head.epoch()), stagedKey(name)));
            if (found.getFirst().isEmpty()) continue; // A newer epoch came in between.
            return new Read(head, BuilderFile.decode(found.getFirst().get().value()), found.getLast());
        }
        throw new IllegalStateException("others change the ring all the time");
    }

    /// Changes what is staged.
    ///
    /// @throws RingRefused if the ring's rules forbid the change
    /// @throws IllegalStateException if the store cannot say that it happened
    public void stage(String name, Consumer<RingBuilder> change) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var read = read(name);
            var builder = new RingBuilder(read.staged());
            change.accept(builder);
            var transaction = checked(name, read).put(stagedKey(name), BuilderFile.encode(builder.state()));
            if (committed(transaction.build())) return;
        }
        throw new IllegalStateException("others change the ring all the time");
    }

    /// Forgets what is staged.
    public void unstage(String name) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var read = read(name);
            if (read.stagedRow().isEmpty()) return;
            if (committed(checked(name, read).delete(stagedKey(name)).build())) return;
        }
        throw new IllegalStateException("others change the ring all the time");
    }

    private static Transaction.Builder checked(String name, Read read) {
        var transaction = Transaction.on(SHARD)
                .check(new Check.AtRevision(headKey(name), read.head().row().revision()));
        return read.stagedRow()
                .map(row -> transaction.check(new Check.AtRevision(stagedKey(name), row.revision())))
                .orElseGet(() -> transaction.check(new Check.Absent(stagedKey(name))));
    }

    private boolean committed(Transaction transaction) {
        return switch (rows.commit(transaction)) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.CheckFailed _ -> false;
            case CommitOutcome.Refused(var reason) ->
                throw new IllegalStateException("the ring's rows cannot be written: " + reason);
            case CommitOutcome.Unknown(var cause) ->
                throw new IllegalStateException("not known whether the ring's rows were written: " + cause);
        };
    }

    /// What [#apply] would do now.
    ///
    /// @throws RingRefused if it cannot be done
    public RingPlan plan(String name) {
        return plan(read(name));
    }

    private RingPlan plan(Read read) {
        var next = new RingBuilder(read.staged());
        var weighted = next.devices().stream()
                .filter(device -> device.weight() > 0 && !next.markedForRemoval(device.id()))
                .count();
        if (weighted == 0) throw new RingRefused("The ring would have no device");
        if (read.head().exact() && weighted < read.head().replicas())
            throw new RingRefused("The ring keeps fragments on " + read.head().replicas() + " devices; it would have "
                    + weighted + " with a weight");
        next.setReplicas((double) Math.min(read.head().replicas(), weighted));
        var now = clock.instant();
        var seed = read.head().epoch() + 1;
        var freely = new RingBuilder(next.state());
        freely.pretendMinPartHoursPassed();
        var freeIn = next.minPartHoursLeft(now);
        var outcome = next.rebalance(seed, now);
        var heldBack = freeIn.isZero() ? 0 : freely.rebalance(seed, now).moved() - outcome.moved();
        var after = new RingBuilder(next.state());
        after.pretendMinPartHoursPassed();
        return new RingPlan(
                read.head().epoch(),
                read.current(),
                next.state(),
                outcome.moved(),
                outcome.removedDevices(),
                Math.max(0, heldBack),
                freeIn,
                after.rebalance(seed + 1, now).moved());
    }

    /// Makes what is staged the ring's next epoch.
    ///
    /// @return what was done
    /// @throws RingRefused if it cannot be done, or there is nothing to do
    public RingPlan apply(String name) {
        return apply(name, Optional.empty());
    }

    /// As [#apply(String)], but only if the plan is still the one that was seen.
    ///
    /// @param number [RingPlan#number] of that plan
    public RingPlan apply(String name, String number) {
        return apply(name, Optional.of(number));
    }

    private RingPlan apply(String name, Optional<String> seen) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var read = read(name);
            var plan = plan(read);
            if (plan.moved() == 0
                    && plan.removedDevices() == 0
                    && read.stagedRow().isEmpty()) throw new RingRefused("There is nothing to apply");
            if (seen.isPresent() && !seen.get().equals(plan.number()))
                throw new RingRefused("The plan " + seen.get() + " is not what would be done now, which is plan "
                        + plan.number() + ": the ring or what is staged has changed, or partitions may move by now");
            if (commit(name, read, plan.next())) return plan;
        }
        throw new IllegalStateException("others change the ring all the time");
    }

    /// Makes an earlier epoch's ring the next epoch.
    ///
    /// @throws RingRefused if that epoch is not kept
    public void revert(String name, long epoch) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var read = read(name);
            var then = rows.get(SHARD, epochKey(name, epoch))
                    .orElseThrow(() -> new RingRefused("Epoch " + epoch + " of ring " + name + " is not kept"));
            if (commit(name, read, BuilderFile.decode(then.value()))) return;
        }
        throw new IllegalStateException("others change the ring all the time");
    }

    private boolean commit(String name, Read read, BuilderState next) {
        var epoch = read.head().epoch() + 1;
        var transaction = checked(name, read)
                .put(
                        headKey(name),
                        Head.encode(epoch, read.head().replicas(), read.head().exact()))
                .put(epochKey(name, epoch), BuilderFile.encode(next));
        if (read.stagedRow().isPresent()) transaction.delete(stagedKey(name));
        if (epoch > MOST_EPOCHS) transaction.delete(epochKey(name, epoch - MOST_EPOCHS));
        return committed(transaction.build());
    }

    private static RowKey headKey(String name) {
        return RowKey.of('r', name);
    }

    private static RowKey stagedKey(String name) {
        return RowKey.of('s', name);
    }

    private static RowKey epochKey(String name, long epoch) {
        var text = name.getBytes(UTF_8);
        return RowKey.of(
                'R',
                ByteBuffer.allocate(text.length + 1 + Long.BYTES)
                        .put(text)
                        .put((byte) 0)
                        .putLong(epoch)
                        .array());
    }
}
