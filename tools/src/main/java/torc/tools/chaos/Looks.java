package torc.tools.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import torc.tools.chaos.history.Mark;
import torc.tools.chaos.history.Step;

/// Calls that change nothing. What they see is held against itself (are these the bytes that the mark names, is
/// the
/// listing in order) at once, and against the rest of the history later.
final class Looks {
    private final Keys keys;
    private final Findings findings;

    Looks(Keys keys, Findings findings) {
        this.keys = keys;
        this.findings = findings;
    }

    Call get(String key) {
        return look(key, node -> node.get(key), (node, seen) -> {
            if (!new Body(seen.mark()).is(seen.body())) wrongBytes(node, key, seen, "GET");
        });
    }

    Call range(String key, int first, int count) {
        return look(key, node -> node.getRange(key, first, count), (node, seen) -> {
            if (seen.body().length == 0 && seen.mark() < 0) return; // Beyond the end: the answer tells no metadata.
            if (!new Body(seen.mark()).is(seen.body(), first, count))
                wrongBytes(node, key, seen, "GET of " + count + " bytes from " + first);
        });
    }

    Call head(String key) {
        return head(key, _ -> {});
    }

    /// @param told what was seen, if something was
    Call head(String key, Consumer<Seen> told) {
        return look(key, node -> node.head(key), (node, seen) -> {
            if (seen.length() != Mark.bytes(seen.mark())) wrongBytes(node, key, seen, "HEAD");
            told.accept(seen);
        });
    }

    /// A listing is a look at every name of the group at once.
    Call list(String group) {
        return new Call(group, Optional.empty(), node -> {
            var before = keys.names(group);
            return told(node, group, before, node.list(group));
        });
    }

    private List<Call.Told> told(Dialect node, String group, List<String> before, List<Listed> listing) {
        var lengths = new HashMap<String, Long>();
        var last = "";
        for (var entry : listing) {
            if (entry.name().compareTo(last) <= 0)
                findings.add(node.name() + " listing of " + group + ": " + entry.name() + " after " + last);
            last = entry.name();
            lengths.put(entry.name(), entry.bytes());
        }
        var registered = keys.names(group);
        for (var name : lengths.keySet())
            if (!registered.contains(name))
                findings.add(node.name() + " listing of " + group + " has " + name + ", which nobody stored");
        var told = new ArrayList<Call.Told>();
        for (var name : before) {
            var bytes = lengths.get(name);
            told.add(new Call.Told(name, bytes == null ? new Step.Saw(Mark.ABSENT) : new Step.SawLength(bytes)));
        }
        return told;
    }

    private Call look(String key, Read read, Check check) {
        return new Call(key, Optional.empty(), node -> {
            var seen = read.send(node);
            if (seen.isEmpty()) return List.of(new Call.Told(key, new Step.Saw(Mark.ABSENT)));
            check.hold(node, seen.get());
            if (seen.get().mark() < 0) return List.of(); // A range beyond the end.
            return List.of(new Call.Told(key, new Step.Saw(seen.get().mark())));
        });
    }

    private void wrongBytes(Dialect node, String key, Seen seen, String what) {
        findings.add(key + ": " + node.name() + " " + what + " gave " + seen.body().length + " bytes, length "
                + seen.length() + ", that are not those of " + Mark.text(seen.mark()) + ", ETag " + seen.etag());
    }

    @FunctionalInterface
    private interface Read {
        Optional<Seen> send(Dialect node) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Check {
        void hold(Dialect node, Seen seen);
    }
}
