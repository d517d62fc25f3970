package torc.tools.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What no right server does, as it is found. Safe for many threads.
final class Findings {
    private static final int MOST = 1_000;

    private final List<String> found = new ArrayList<>();
    private final Consumer<String> teller;

    /// @param teller is told of each at once
    Findings(Consumer<String> teller) {
        this.teller = teller;
    }

    synchronized void add(String finding) {
        if (found.size() < MOST) found.add(finding);
        teller.accept(finding);
    }

    synchronized List<String> all() {
        return List.copyOf(found);
    }
}
