package torc.tools.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import torc.tools.devcluster.NodeProcess;

/// Waits until a healed cluster is whole: every node well, no damaged copy left, two rounds of the replicator
/// that
/// found nothing to do, and on all devices a number of copies that is right for blobs that all have theirs.
final class Settling {
    private static final long REST_MILLIS = 500;
    private static final int QUIET_ROUNDS = 2;
    private static final int COPIES = 3;

    private final List<NodeProcess> nodes;
    private final Duration patience;

    Settling(List<NodeProcess> nodes, Duration patience) {
        this.nodes = List.copyOf(nodes);
        this.patience = patience;
    }

    /// How many rounds a replicator had done, and what it had found, when it was last seen to find something.
    private record Mark(long rounds, long found) {}

    /// @return what is not whole when patience ends; empty if all is
    Optional<String> await() throws InterruptedException {
        var until = System.nanoTime() + patience.toNanos();
        Map<String, Mark> marks = new HashMap<>();
        while (true) {
            var open = new ArrayList<String>();
            var blobs = new ArrayList<Long>();
            for (var node : nodes) unsettled(node, marks, blobs).ifPresent(open::add);
            if (open.isEmpty()) missingCopies(blobs).ifPresent(open::add);
            if (open.isEmpty()) return Optional.empty();
            if (System.nanoTime() > until)
                return Optional.of("not whole within " + patience.toSeconds() + " s: " + String.join("; ", open));
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
    }

    /// Where there are as many devices as copies, all have the same blobs; where there are more, only the sum
    /// tells.
    private static Optional<String> missingCopies(List<Long> blobs) {
        var sum = blobs.stream().mapToLong(Long::longValue).sum();
        var areEqual = blobs.size() > COPIES || blobs.stream().distinct().count() == 1;
        return sum % Math.min(COPIES, blobs.size()) == 0 && areEqual
                ? Optional.empty()
                : Optional.of("the devices hold " + blobs + " blobs");
    }

    private static Optional<String> unsettled(NodeProcess node, Map<String, Mark> marks, List<Long> blobs)
            throws InterruptedException {
        var name = node.place().name();
        var asked = node.health();
        if (asked.isEmpty()) return Optional.of(name + " does not answer");
        var health = asked.get();
        if (!health.path("status").asString().equals("ok"))
            return Optional.of(name + " is " + health.path("status").asString() + " " + health.path("metadata")
                    + devicesAway(health));
        health.path("devices")
                .valueStream()
                .forEach(device -> blobs.add(device.path("blobs").asLong()));
        var damaged = health.path("devices")
                .valueStream()
                .mapToLong(device -> device.path("quarantined").asLong())
                .sum();
        if (damaged > 0) return Optional.of(name + " has " + damaged + " damaged copies");
        return replicating(name, health.path("daemons").path("replicator"), marks);
    }

    private static String devicesAway(JsonNode health) {
        var away = new StringBuilder();
        for (var device : health.path("devices"))
            if (device.path("away").isString())
                away.append(' ')
                        .append(device.path("name").asString())
                        .append(" away: ")
                        .append(device.path("away").asString());
        return away.toString();
    }

    private static Optional<String> replicating(String name, JsonNode replicator, Map<String, Mark> marks) {
        if (replicator.isMissingNode()) return Optional.empty();
        var rounds = replicator.path("rounds").asLong();
        var found = replicator.path("copied").asLong()
                + replicator.path("differing").asLong()
                + replicator.path("unhealed").asLong();
        var last = marks.get(name);
        if (last == null || found != last.found() || rounds < last.rounds()) {
            marks.put(name, new Mark(rounds, found));
            return Optional.of(name + " replicates: " + replicator);
        }
        return rounds < last.rounds() + QUIET_ROUNDS
                ? Optional.of(name + " replicates: " + replicator)
                : Optional.empty();
    }
}
