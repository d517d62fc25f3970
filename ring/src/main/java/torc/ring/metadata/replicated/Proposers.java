package torc.ring.metadata.replicated;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import torc.common.id.Id128;
import torc.ring.metadata.state.Batch;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;
import torc.ring.metadata.state.StateKeys;

/// Which proposals have been taken in, so that one which is sent again after its answer was lost does not happen twice.
/// A proposer numbers its proposals from 1 on and has few under way at once: what is far behind its newest one was
/// answered or given up. Each start of a node is a new proposer; the one that was quiet longest is forgotten when there
/// are more than [#MOST].
final class Proposers {
    /// How far behind its newest a proposal may come, in proposals.
    static final int WINDOW = 256;

    /// Proposers that are remembered.
    static final int MOST = 512;

    private static final int NEWEST = 0;
    private static final int LAST_ENTRY = Long.BYTES;
    private static final int BITS = 2 * Long.BYTES;
    private static final int BYTES = BITS + WINDOW / Byte.SIZE;

    /// As the state has them; empty until they are read.
    private @Nullable Map<Id128, ByteBuffer> known;

    /// Notes a proposal in the batch that takes it in.
    ///
    /// @param entry of the log that brings it
    /// @return whether it is the first time
    boolean admit(State state, Batch batch, Id128 proposer, long number, long entry) {
        var all = known(state);
        var before = all.get(proposer);
        if (before != null && isTaken(before, number)) return false;
        if (before == null && all.size() >= MOST) forgetQuietest(all, batch);
        var after = ByteBuffer.allocate(BYTES);
        if (before != null) after.put(0, before, 0, BYTES);
        take(after, number);
        after.putLong(LAST_ENTRY, entry);
        all.put(proposer, after);
        batch.putOwn(StateKeys.proposerKey(proposer), after.array());
        return true;
    }

    private static void forgetQuietest(Map<Id128, ByteBuffer> all, Batch batch) {
        var quietest = all.entrySet().stream()
                .min(Comparator.comparingLong(each -> each.getValue().getLong(LAST_ENTRY)))
                .orElseThrow()
                .getKey();
        all.remove(quietest);
        batch.deleteOwn(StateKeys.proposerKey(quietest));
    }

    private static boolean isTaken(ByteBuffer window, long number) {
        long newest = window.getLong(NEWEST);
        return number <= newest - WINDOW || (number <= newest && isSet(window, number));
    }

    private static void take(ByteBuffer window, long number) {
        long newest = window.getLong(NEWEST);
        for (long each = Math.max(newest + 1, number - WINDOW + 1); each < number; each++) set(window, each, false);
        set(window, number, true);
        window.putLong(NEWEST, Math.max(newest, number));
    }

    private static boolean isSet(ByteBuffer window, long number) {
        int bit = (int) (number % WINDOW);
        return (window.get(BITS + bit / Byte.SIZE) & 1 << bit % Byte.SIZE) != 0;
    }

    private static void set(ByteBuffer window, long number, boolean to) {
        int bit = (int) (number % WINDOW);
        int at = BITS + bit / Byte.SIZE;
        int mask = 1 << bit % Byte.SIZE;
        window.put(at, (byte) (to ? window.get(at) | mask : window.get(at) & ~mask));
    }

    private Map<Id128, ByteBuffer> known(State state) {
        if (known == null) known = read(state);
        return known;
    }

    private static Map<Id128, ByteBuffer> read(State state) {
        var found = new HashMap<Id128, ByteBuffer>();
        try (var options = new ReadOptions();
                var rows = state.iterator(options)) {
            for (rows.seek(StateKeys.proposers()); rows.isValid(); rows.next()) {
                var proposer = StateKeys.proposerOf(rows.key());
                if (proposer.isEmpty()) break;
                found.put(proposer.get(), ByteBuffer.wrap(rows.value()));
            }
            rows.status();
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
        return found;
    }

    /// Forgets what it remembers of a state that was replaced.
    void clear() {
        known = null;
    }
}
