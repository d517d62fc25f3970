package torc.ring.builder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import torc.ring.placement.Device;

/// The failure domains of a set of devices as a tree: the whole ring, its regions, their zones, their
/// servers, their devices. Nodes are numbers from 0 (the ring), parents before children, in the order of
/// their names, so that the same devices always make the same tree. Every device stands at the same depth.
final class TierTree {
    static final int ROOT = 0;

    /// Levels below the root: region, zone, server, device.
    static final int LEVELS = 4;

    private final List<Tier> tiers = new ArrayList<>();
    private final int[] nodeOfDevice;
    private final int[][] paths;

    /// One node.
    ///
    /// @param level 0 for the ring, 4 for a device
    /// @param example a device at or below the node
    /// @param weighted count of the devices at or below the node that have a weight, in an array of one
    private record Tier(int parent, int level, Device example, List<Integer> children, int[] weighted) {}

    TierTree(Collection<Device> devices) {
        var sorted = new ArrayList<>(devices);
        sorted.sort(Comparator.comparingInt(Device::region)
                .thenComparingInt(Device::zone)
                .thenComparing(Device::ip)
                .thenComparingInt(Device::id));
        var idBound = sorted.stream().mapToInt(Device::id).max().orElse(-1) + 1;
        nodeOfDevice = new int[idBound];
        paths = new int[LEVELS][idBound];
        var open = new int[LEVELS + 1];
        for (var device : sorted) {
            if (tiers.isEmpty()) open[0] = add(-1, 0, device);
            for (var level = 1; level <= LEVELS; level++) {
                var siblings = tiers.get(open[level - 1]).children();
                var same = !siblings.isEmpty()
                        && sameTier(tiers.get(siblings.getLast()).example(), device, level);
                open[level] = same ? siblings.getLast() : add(open[level - 1], level, device);
                paths[level - 1][device.id()] = open[level];
            }
            nodeOfDevice[device.id()] = open[LEVELS];
            if (device.weight() > 0) for (var node : open) tiers.get(node).weighted()[0]++;
        }
    }

    private int add(int parent, int level, Device example) {
        var node = tiers.size();
        tiers.add(new Tier(parent, level, example, new ArrayList<>(), new int[1]));
        if (parent >= 0) tiers.get(parent).children().add(node);
        return node;
    }

    private static boolean sameTier(Device one, Device other, int level) {
        return one.region() == other.region()
                && (level < 2 || one.zone() == other.zone())
                && (level < 3 || one.ip().equals(other.ip()))
                && (level < 4 || one.id() == other.id());
    }

    int size() {
        return tiers.size();
    }

    boolean isEmpty() {
        return tiers.isEmpty();
    }

    List<Integer> children(int node) {
        return tiers.get(node).children();
    }

    int level(int node) {
        return tiers.get(node).level();
    }

    /// The node's parent, or -1 for the root.
    int parent(int node) {
        return tiers.get(node).parent();
    }

    /// Devices at or below a node that have a weight.
    int weightedDevices(int node) {
        return tiers.get(node).weighted()[0];
    }

    /// Children of a node that have a device with a weight.
    int weightedChildren(int node) {
        return (int) children(node).stream()
                .filter(child -> weightedDevices(child) > 0)
                .count();
    }

    /// The nodes of the devices, in the order of the tree.
    int[] leaves() {
        return IntStream.range(0, size()).filter(node -> level(node) == LEVELS).toArray();
    }

    /// The device of a node at the lowest level; of any other node, one of its devices.
    Device device(int node) {
        return tiers.get(node).example();
    }

    /// One more than the highest device id.
    int deviceIdBound() {
        return nodeOfDevice.length;
    }

    int nodeOfDevice(int deviceId) {
        return nodeOfDevice[deviceId];
    }

    /// For each level below the root, the node under which each device stands, by device id.
    int[][] paths() {
        return paths;
    }
}
