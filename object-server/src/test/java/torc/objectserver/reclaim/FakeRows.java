package torc.objectserver.reclaim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import torc.common.id.Id128;
import torc.objectserver.device.StoredBlob;

/// Rows in memory that name blobs, as the object service keeps them: a row dies and its blob goes to the
/// dead in one step, a blob may have several names, and a commit comes only before its deadline.
final class FakeRows implements DeadBlobs, BlobOwners {
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final TreeMap<Id128, TreeSet<String>> names = new TreeMap<>();
    private final TreeMap<String, Dead> dead = new TreeMap<>();
    private boolean reachable = true;
    private long entries;

    private record Dead(Id128 blob, Instant dueAt) {}

    void setReachable(boolean reachable) {
        this.reachable = reachable;
    }

    /// Gives a blob its first name, unless the deadline has passed.
    boolean commit(Id128 blob, String name, Instant now, Instant deadline) {
        if (now.isAfter(deadline)) return false;
        names.computeIfAbsent(blob, _ -> new TreeSet<>()).add(name);
        return true;
    }

    /// Gives a blob that has a name another one.
    void share(Id128 blob, String name) {
        var all = names.get(blob);
        if (all == null) throw new IllegalStateException("only a blob with a name may be shared");
        all.add(name);
    }

    void removeName(Id128 blob, String name, Instant now) {
        var all = names.get(blob);
        if (all == null || !all.remove(name)) throw new IllegalStateException("no such name: " + name);
        if (!all.isEmpty()) return;
        names.remove(blob);
        dead.put(String.format("%012d", entries++), new Dead(blob, now.plus(GRACE)));
    }

    Map<Id128, ? extends SortedSet<String>> names() {
        return names;
    }

    @Override
    public List<DeadBlob> due(Instant now, Optional<String> after, int limit) {
        if (!reachable) throw new IllegalStateException("the rows cannot be reached");
        var found = new ArrayList<DeadBlob>();
        for (var entry : dead.tailMap(after.orElse(""), false).entrySet()) {
            if (found.size() == limit) break;
            if (!now.isBefore(entry.getValue().dueAt)) found.add(new DeadBlob(entry.getKey(), entry.getValue().blob));
        }
        return found;
    }

    @Override
    public void done(List<DeadBlob> blobs) {
        if (!reachable) throw new IllegalStateException("the rows cannot be reached");
        blobs.forEach(blob -> dead.remove(blob.entry()));
    }

    int deadCount() {
        return dead.size();
    }

    @Override
    public Naming naming(StoredBlob blob) {
        if (!reachable) return Naming.UNKNOWN;
        var waits = dead.values().stream().anyMatch(entry -> entry.blob.equals(blob.id()));
        return names.containsKey(blob.id()) || waits ? Naming.NAMED : Naming.NOT_NAMED;
    }
}
