package torc.tools.whereabouts;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import torc.ring.placement.Device;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.RingDevices;

/// Tells where devices stand. Safe for many threads.
///
/// @param nodes of the cluster; none where there is no cluster
/// @param self id of this node; empty where there is no cluster
/// @param ring the devices of a ring in use, by its name
public record Places(Supplier<List<NodeRecord>> nodes, String self, Function<String, List<Device>> ring) {
    /// Tells it of the devices of one ring, as of now. They are called as this process calls them: its own by their
    /// names, others `node/device`.
    Function<String, Place> in(String ringName) {
        var known = nodes.get();
        var described = ring.apply(ringName);
        return called -> place(called, known, described);
    }

    private Place place(String called, List<NodeRecord> known, List<Device> described) {
        var slash = called.indexOf('/');
        var device = called.substring(slash + 1);
        var owner = slash < 0 ? self : called.substring(0, slash);
        var node = node(owner, known);
        var id = node.map(NodeRecord::id).orElse(owner);
        var zone = described.stream()
                .filter(each ->
                        each.name().equals(device) && RingDevices.nodeId(each).equals(id))
                .findFirst()
                .map(Device::zone)
                .orElse(-1);
        return new Place(
                device,
                node.map(NodeRecord::name).orElse(owner),
                node.map(NodeRecord::address).orElse(""),
                node.map(NodeRecord::clusterPort).orElse(0),
                zone);
    }

    private static Optional<NodeRecord> node(String owner, List<NodeRecord> known) {
        return known.stream()
                .filter(each -> each.id().equals(owner) || each.name().equals(owner))
                .findFirst();
    }
}
