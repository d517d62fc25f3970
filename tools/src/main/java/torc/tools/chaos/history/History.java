package torc.tools.chaos.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// All operations of all clients of a run. Safe for many threads; bounded, and who asks whether it is full stops.
public final class History {
    private final int most;
    private final List<Operation> operations = new ArrayList<>();

    /// @param most how many operations are kept
    public History(int most) {
        this.most = most;
    }

    /// What does not fit any more is refused, for a history with a hole proves nothing.
    public synchronized void add(Operation operation) {
        if (isFull()) throw new IllegalStateException("the history is full");
        operations.add(operation);
    }

    public synchronized boolean isFull() {
        return operations.size() >= most;
    }

    public synchronized int size() {
        return operations.size();
    }

    /// By key, in the order of their beginnings.
    public synchronized SortedMap<String, List<Operation>> byKey() {
        var keys = new TreeMap<String, List<Operation>>();
        for (var each : operations)
            keys.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(each);
        keys.values().forEach(list -> list.sort(Comparator.comparingLong(Operation::invoked)));
        return keys;
    }

    /// Everything as text, a line each, for whoever looks into a violation.
    public synchronized void write(Path file, long origin) {
        try (var out = Files.newBufferedWriter(file)) {
            for (var each : operations) {
                out.write(each.text(origin));
                out.newLine();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
