package torc.tools.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a process, or a cluster, tells of itself, as text.
final class StatusText {
    private final PrintWriter out;

    StatusText(PrintWriter out) {
        this.out = out;
    }

    void process(JsonNode health) {
        out.printf("%-8s %s%n", "status", health.path("status").asString());
        out.printf("%-8s %s%n", "version", health.path("version").asString());
        out.printf("%-8s %d s%n", "up", health.path("up-seconds").asLong());
        out.printf("%-8s %d MiB%n", "memory", health.path("resident-bytes").asLong() >> 20);
        for (var device : health.path("devices")) device("device", device);
        var metadata = health.path("metadata");
        out.printf(
                "%-8s %d of %d mirrors%s%n",
                "metadata",
                metadata.path("mirrors-alive").asLong(),
                metadata.path("mirrors").asLong(),
                metadata.path("writable").asBoolean() ? "" : ", not writable");
        copies(health.path("copies"));
        for (var daemon : health.path("daemons").propertyStream().toList())
            daemon("daemon", daemon.getKey(), daemon.getValue());
        for (var endpoint : health.path("endpoints").propertyStream().toList())
            out.printf("%-8s %s%n", endpoint.getKey(), endpoint.getValue().asString());
    }

    /// The nodes as one of them sees them.
    void nodes(JsonNode health) {
        for (var node : health.path("nodes"))
            out.printf(
                    "%-8s %-10s %s %s%s%s%n",
                    "node",
                    node.path("name").asString(),
                    node.path("state").asString(),
                    node.path("address").asString(),
                    node.path("leads").asBoolean() ? ", leads the metadata" : "",
                    node.path("answers").asBoolean() ? "" : ", does not answer");
    }

    /// All nodes, as each tells of itself.
    void cluster(JsonNode cluster) {
        out.println();
        out.printf(
                "%-8s %d nodes, %d well, %d silent; %s stored, %s free%s%n",
                "cluster",
                cluster.path("nodes").asLong(),
                cluster.path("nodes-well").asLong(),
                cluster.path("nodes-silent").asLong(),
                Sizes.human(cluster.path("stored-bytes").asLong()),
                Sizes.human(cluster.path("free-bytes").asLong()),
                damaged(cluster.path("quarantined").asLong()));
        copies(cluster.path("copies"));
        for (var node : cluster.path("each").propertyStream().toList()) {
            var status = node.getValue();
            out.printf(
                    "%-8s %-10s %s, %s, roles %s%s%n",
                    "node",
                    node.getKey(),
                    status.path("state").asString(),
                    status.path("status").asString(),
                    status.path("roles").asString(),
                    status.path("cause").isString()
                            ? ": " + status.path("cause").asString()
                            : "");
            for (var device : status.path("devices")) device("", device);
            for (var daemon : status.path("daemons").propertyStream().toList())
                if (daemon.getValue().has("round")) daemon("", daemon.getKey(), daemon.getValue());
        }
    }

    private void device(String label, JsonNode device) {
        out.printf(
                "%-8s %-8s %s blobs, %s stored, %s free%s%s%n",
                label,
                device.path("name").asString() + (device.path("away").isString() ? "!" : ""),
                device.path("blobs").asLong(),
                Sizes.human(device.path("stored-bytes").asLong()),
                Sizes.human(device.path("free-bytes").asLong()),
                damaged(device.path("quarantined").asLong()),
                device.path("away").isString()
                        ? ", away: " + device.path("away").asString()
                        : "");
    }

    private void copies(JsonNode copies) {
        if (!copies.isObject()) return;
        var away = copies.path("away").valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
        out.printf(
                "%-8s %d blobs miss %d of %d copies, %d copies are elsewhere%s (%d s ago)%n",
                "copies",
                copies.path("incomplete-blobs").asLong(),
                copies.path("missing").asLong(),
                copies.path("wanted").asLong(),
                copies.path("misplaced").asLong(),
                away.isEmpty() ? "" : "; away: " + away,
                copies.path("age-seconds").asLong());
    }

    private void daemon(String label, String name, JsonNode daemon) {
        var figures = daemon.propertyStream()
                .filter(figure -> figure.getValue().isNumber())
                .map(figure -> figure.getKey() + " " + figure.getValue().asLong())
                .collect(Collectors.joining(", "));
        out.printf("%-8s %-10s %s%s%n", label, name, figures, round(daemon.path("round")));
    }

    /// How far it is: "; 40 % of this round, about 12 s left; the last took 30 s and ended 70 s ago".
    private static String round(JsonNode round) {
        if (!round.isObject()) return "";
        var facts = new ArrayList<String>();
        if (round.path("percent").asLong() < 100) {
            var left = round.path("seconds-left");
            facts.add(round.path("percent").asLong() + " % of this round"
                    + (left.isNumber() ? ", about " + left.asLong() + " s left" : ""));
        }
        if (round.path("lag-seconds").isNumber())
            facts.add("the last took " + round.path("last-round-seconds").asLong() + " s and ended "
                    + round.path("lag-seconds").asLong() + " s ago");
        return facts.isEmpty() ? "" : "; " + String.join("; ", facts);
    }

    private static String damaged(long copies) {
        return copies == 0 ? "" : ", " + copies + " damaged copies not yet repaired";
    }
}
