package torc.tools.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a worker says of one seed.
record Line(long seed, String trace, long operations, long steps, String violations) {
    private static final String MARK = "seed";

    static Line of(long seed, Run.Verdict verdict, List<String> violations) {
        return new Line(
                seed,
                Long.toHexString(verdict.trace()),
                verdict.operations(),
                verdict.steps(),
                String.join("; ", violations));
    }

    boolean isClean() {
        return violations.isEmpty();
    }

    String text() {
        return String.join("\t", MARK, "" + seed, trace, "" + operations, "" + steps, violations);
    }

    /// Null for a line that tells of something else.
    static @Nullable Line parse(String text) {
        var fields = text.split("\t", 6);
        if (fields.length < 6 || !fields[0].equals(MARK)) return null;
        return new Line(
                Long.parseLong(fields[1]), fields[2], Long.parseLong(fields[3]), Long.parseLong(fields[4]), fields[5]);
    }
}
