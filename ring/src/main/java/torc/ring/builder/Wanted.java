package torc.ring.builder;

/// How many more partition replicas each device should get, and how many each tier could take; kept up to
/// date while replicas move. A device that has more than its quota wants a negative number, and takes none.
final class Wanted {
    private final TierTree tree;
    private final int[] wanted;

    /// Quotas less what is held, at every level; unlike [#wanted], devices with too many count against the
    /// others.
    private final int[] net;

    Wanted(TierTree tree, int[] quotas, int[] held) {
        this.tree = tree;
        this.wanted = new int[tree.size()];
        this.net = new int[tree.size()];
        for (var node = 0; node < net.length; node++) net[node] = quotas[node] - held[node];
        for (var leaf : tree.leaves()) {
            wanted[leaf] = quotas[leaf] - held[leaf];
            addToParents(leaf, Math.max(0, wanted[leaf]));
        }
    }

    /// Partition replicas on each device, and on all devices below each tier.
    static int[] held(TierTree tree, Table table) {
        var byDevice = table.countByDevice(tree.deviceIdBound());
        var held = new int[tree.size()];
        for (var leaf : tree.leaves())
            for (var node = leaf; node >= 0; node = tree.parent(node))
                held[node] += byDevice[tree.device(leaf).id()];
        return held;
    }

    /// Replicas that a device wants, or that the devices below a tier want together, not counting those
    /// with too many.
    int of(int node) {
        return wanted[node];
    }

    int ofDevice(int deviceId) {
        return wanted[tree.nodeOfDevice(deviceId)];
    }

    /// How many more replicas a tier as a whole should get, or fewer if negative.
    int netOf(int node) {
        return net[node];
    }

    void gave(int deviceId) {
        var leaf = tree.nodeOfDevice(deviceId);
        addToNet(leaf, 1);
        if (++wanted[leaf] > 0) addToParents(leaf, 1);
    }

    void took(int deviceId) {
        var leaf = tree.nodeOfDevice(deviceId);
        addToNet(leaf, -1);
        if (--wanted[leaf] >= 0) addToParents(leaf, -1);
    }

    private void addToNet(int leaf, int count) {
        for (var node = leaf; node >= 0; node = tree.parent(node)) net[node] += count;
    }

    private void addToParents(int leaf, int count) {
        for (var node = tree.parent(leaf); node >= 0; node = tree.parent(node)) wanted[node] += count;
    }
}
