package torc.ring.builder;

/// How many more partition replicas each device should get, and how many each tier could take; kept up to
/// date while replicas move. A device that has more than its quota wants a negative number, and takes none.
final class Wanted {
    private final TierTree tree;
    private final int[] wanted;

    Wanted(TierTree tree, int[] quotas, int[] held) {
        this.tree = tree;
        this.wanted = new int[tree.size()];
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

    void gave(int deviceId) {
        var leaf = tree.nodeOfDevice(deviceId);
        if (++wanted[leaf] > 0) addToParents(leaf, 1);
    }

    void took(int deviceId) {
        var leaf = tree.nodeOfDevice(deviceId);
        if (--wanted[leaf] >= 0) addToParents(leaf, -1);
    }

    private void addToParents(int leaf, int count) {
        for (var node = tree.parent(leaf); node >= 0; node = tree.parent(node)) wanted[node] += count;
    }
}
