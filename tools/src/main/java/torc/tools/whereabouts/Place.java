package torc.tools.whereabouts;

/// Where a device stands.
///
/// @param device its name on its node
/// @param node name of the node; empty where there is no cluster
/// @param address of the node; empty where there is no cluster
/// @param port of the node API; 0 where there is no cluster
/// @param zone as the ring in use says; -1 if the device is in it no longer
record Place(String device, String node, String address, int port, int zone) {
    /// Node and device, as other commands write them.
    String label() {
        return node.isEmpty() ? device : node + "/" + device;
    }
}
