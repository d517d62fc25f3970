package torc.tools.cluster;

import torc.ring.placement.Device;

/// A node's devices as rings describe them: the node's id is their `meta`, and each node is a zone of its own.
public final class RingDevices {
    /// Weight of a device of which nobody says more.
    public static final double WEIGHT = 100;

    private RingDevices() {}

    /// @param zone the node's
    /// @param name of the device on its node
    public static Device describe(NodeRecord node, int zone, String name, double weight) {
        return new Device(
                0,
                1,
                zone,
                node.address(),
                node.clusterPort(),
                node.address(),
                node.clusterPort(),
                name,
                weight,
                node.id());
    }

    /// Id of the node that has the device.
    public static String nodeId(Device device) {
        return device.meta();
    }
}
