package torc.tools.rings;

import java.util.List;
import java.util.function.Supplier;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.placement.Device;
import torc.ring.registry.RingRegistry;
import torc.tools.cluster.Membership;
import torc.tools.cluster.NodeApi;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.RingDevices;

/// Answers what operators ask of nodes, on `/nodes` of the node API.
public final class NodesApi implements HttpHandler {
    /// Where it belongs in the node API.
    public static final String PATH = "/nodes";

    private final Membership membership;
    private final RingRegistry rings;
    private final Supplier<List<String>> ringNames;
    private final Supplier<String> leader;
    private final HeldBlobs held;

    /// Tells how many blobs a device of a node holds.
    @FunctionalInterface
    public interface HeldBlobs {
        /// @throws RuntimeException if the device does not say
        long on(NodeRecord node, String device);
    }

    /// @param ringNames all rings that nodes have devices in
    /// @param leader id of the metadata member that leads
    /// @param held what devices still hold, whatever the rings say
    public NodesApi(
            Membership membership,
            RingRegistry rings,
            Supplier<List<String>> ringNames,
            Supplier<String> leader,
            HeldBlobs held) {
        this.membership = membership;
        this.rings = rings;
        this.ringNames = ringNames;
        this.leader = leader;
        this.held = held;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("POST")) return NodeApi.refusal(405, "METHOD", "POST only");
        try {
            var asked = NodeApi.read(request, NodeQuestion.class);
            switch (asked.verb()) {
                case LIST -> {}
                case DRAIN -> drain(named(asked.node()));
                case REMOVE -> remove(named(asked.node()), asked.force());
            }
            return NodeApi.json(200, new NodeQuestion.Answer(membership.nodes(), leader.get()));
        } catch (IllegalArgumentException e) {
            return NodeApi.refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (RingRefused e) {
            return NodeApi.refusal(409, "REFUSED", String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return NodeApi.refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        }
    }

    private NodeRecord named(String name) {
        return membership.named(name).orElseThrow(() -> new RingRefused("There is no node " + name));
    }

    /// Its devices are to be emptied in every ring; that begins when the rings are applied.
    private void drain(NodeRecord node) {
        for (var ring : ringNames.get()) {
            rings.stage(
                    ring, builder -> devices(builder, node).forEach(device -> builder.change(device.withWeight(0))));
        }
        var _ = membership.set(node.id(), NodeRecord.State.DRAINING);
    }

    private void remove(NodeRecord node, boolean force) {
        var others = membership.members().size() - 1;
        if (others == 0) throw new RingRefused("It is the only node");
        if (!force && node.state() != NodeRecord.State.REMOVED) checkEmpty(node);
        for (var ring : ringNames.get()) {
            var epochs = rings.epochs(ring, 1);
            if (epochs.isEmpty()) continue;
            var builder = new RingBuilder(epochs.getFirst().builder());
            var holds = devices(builder, node).stream()
                    .mapToInt(device -> builder.report().partitions(device))
                    .sum();
            if (holds > 0 && !force)
                throw new RingRefused("Node " + node.name() + " has " + holds + " partitions of ring " + ring
                        + "; drain it first, or say --force if it is lost");
            if (!devices(builder, node).isEmpty())
                rings.stage(ring, next -> devices(next, node).forEach(device -> next.remove(device.id())));
        }
        var _ = membership.set(node.id(), NodeRecord.State.REMOVED);
    }

    /// A ring that was applied says where blobs are to be; they come there later, and what has not come yet may
    /// have
    /// its only copy here.
    private void checkEmpty(NodeRecord node) {
        for (var device : node.devices()) {
            var blobs = held(node, device);
            if (blobs > 0)
                throw new RingRefused("Node " + node.name() + " holds " + blobs + " blobs on " + device
                        + "; drain it and wait until they have moved (torc status), or say --force if it is lost");
        }
    }

    private long held(NodeRecord node, String device) {
        try {
            return held.on(node, device);
        } catch (RuntimeException e) {
            throw new RingRefused("Node " + node.name() + " does not say what " + device + " holds (" + e.getMessage()
                    + "); say --force if it is lost");
        }
    }

    private static List<Device> devices(RingBuilder builder, NodeRecord node) {
        return builder.devices().stream()
                .filter(device -> RingDevices.nodeId(device).equals(node.id()))
                .toList();
    }
}
