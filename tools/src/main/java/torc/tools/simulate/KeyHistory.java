package torc.tools.simulate;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// What one key may hold, as its only writer knows it. Contents are numbers, 0 for no object.
final class KeyHistory {
    static final long ABSENT = 0;

    private final Set<Long> ever = new HashSet<>(Set.of(ABSENT));
    private TreeSet<Long> possible = new TreeSet<>(Set.of(ABSENT));

    /// A write may come to be seen.
    void attempted(long content) {
        ever.add(content);
    }

    /// Certainly this from now on.
    void is(long content) {
        ever.add(content);
        possible = new TreeSet<>(Set.of(content));
    }

    /// Perhaps this from now on, or what it was before.
    void maybe(long content) {
        ever.add(content);
        possible.add(content);
    }

    boolean canBe(long content) {
        return possible.contains(content);
    }

    boolean wasEver(long content) {
        return ever.contains(content);
    }

    Set<Long> possible() {
        return possible;
    }
}
