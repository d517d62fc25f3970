package torc.tools.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import torc.tools.chaos.history.Mark;

/// The names that the clients fight over, in groups that are listed together. A name with many operations of
/// unknown
/// outcome is given up for the next generation of it, for it would take long to judge its history. Safe for many
/// threads.
final class Keys {
    static final int GROUPS = 8;
    static final int USUAL_NAMES = 40;

    /// Each could have happened at any time since, which doubles what a search may have to look at.
    private static final int MOST_UNKNOWN = 8;

    private static final int MOST_OPERATIONS = 3_000;

    private final AtomicLong values = new AtomicLong();
    private final Map<String, List<String>> groups = new HashMap<>();
    private final Map<String, Life> lives = new HashMap<>();

    private final int names;

    Keys() {
        this(USUAL_NAMES);
    }

    /// @param names how many there are at a time
    Keys(int names) {
        this.names = names;
    }

    private static final class Life {
        private int generation;
        private int unknown;
        private int operations;
    }

    /// The group of this number; its names begin so, and no other's do.
    static String group(int number) {
        return "g" + number + "-";
    }

    /// A value that no other operation stores.
    long newMark(int bytes) {
        return Mark.of(values.incrementAndGet(), bytes);
    }

    /// The name of now at a place from 0 to 1 among all.
    synchronized String name(double place) {
        var slot = Math.min(names - 1, (int) (place * names));
        var base = group(slot % GROUPS) + "k" + slot / GROUPS;
        var life = lives.computeIfAbsent(base, _ -> new Life());
        var name = base + "." + life.generation;
        if (++life.operations == 1) register(group(slot % GROUPS), name);
        if (life.unknown >= MOST_UNKNOWN || life.operations >= MOST_OPERATIONS) {
            life.generation++;
            life.unknown = 0;
            life.operations = 0;
        }
        return name;
    }

    /// Registers a name of one client's own before anything is done under it.
    synchronized String own(String group, String name) {
        register(group, name);
        return name;
    }

    private void register(String group, String name) {
        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(name);
    }

    /// An operation on the name got no answer.
    synchronized void unknown(String name) {
        var life = lives.get(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
        if (life != null && name.endsWith("." + life.generation)) life.unknown++;
    }

    /// All names of a group that anything may have been done under so far.
    synchronized List<String> names(String group) {
        return List.copyOf(groups.getOrDefault(group, List.of()));
    }

    synchronized List<String> groupNames() {
        return groups.keySet().stream().sorted().toList();
    }
}
