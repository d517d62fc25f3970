package torc.tools.chaos.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.devcluster.NodeProcess;
import torc.tools.devcluster.Shell;

/// A node's weight in the ring becomes a third, so that data moves away from it under load, and is set back
/// later.
record RingChange(String name) implements Fault {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Optional<String> missing(Target target) {
        return target.nodes().size() < 2 ? Optional.of("a single node has no ring to change") : Optional.empty();
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        // The node is not taken: other faults may hurt it meanwhile.
        if (target.nodes().stream().noneMatch(NodeProcess::isRunning)) throw new NothingToHurt();
        JsonNode ring = JSON.readTree(asked(target, "show", "--json"));
        // Only what has a device has a weight; a device that was lost may be out of the ring for a while.
        var weighty = ring.path("devices")
                .valueStream()
                .filter(device -> device.path("weight").asDouble() > 0)
                .sorted(Comparator.comparing(device -> device.path("node").asString()))
                .toList();
        if (weighty.isEmpty()) throw new NothingToHurt();
        var drawn = weighty.get(random.nextInt(weighty.size()));
        var node = drawn.path("node").asString();
        var weight = drawn.path("weight").asDouble();
        asked(target, "set-weight", node, "--weight", Double.toString(weight / 3));
        asked(target, "apply", "--latest");
        var epoch = Long.toString(ring.path("epoch").asLong());
        return new Injection("ring weight of " + node + " is a third", () -> asked(target, "revert", epoch));
    }

    /// Any node that answers will do.
    private static String asked(Target target, String... arguments) throws InterruptedException {
        var said = "";
        for (var node : target.wellFirst()) {
            if (!node.isRunning()) continue;
            var command = new ArrayList<>(List.of("ring"));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--data", node.place().data().toString()));
            Shell.Ran ran = node.run(command);
            if (ran.exit() == 0) return ran.output();
            said = ran.output();
        }
        throw new IllegalStateException("torc ring " + String.join(" ", arguments) + ": " + said);
    }
}
