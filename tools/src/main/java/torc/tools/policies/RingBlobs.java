package torc.tools.policies;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.erasure.ErasureStore;
import torc.objectserver.erasure.FragmentDifference;
import torc.objectserver.erasure.FragmentHealer;
import torc.objectserver.erasure.code.CodeEngine;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.repair.BlobHealer;
import torc.objectserver.repair.Difference;
import torc.objectserver.repair.Healer;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.Placement;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.replica.RingHistory;
import torc.objectserver.replica.ShiftedPlacement;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;
import torc.ring.registry.Policy;
import torc.ring.registry.RingRegistry;

/// The blobs of one storage policy: their store, on the devices of the policy's ring, which is followed. Safe
/// for many
/// threads, but one at a time follows.
public final class RingBlobs {
    private static final Logger LOG = LoggerFactory.getLogger(RingBlobs.class);

    /// Epochs before the newest at whose places blobs are looked for.
    private static final int EARLIER = 3;

    /// What is elsewhere goes only when every node that can still reach the devices surely has the newest ring.
    private static final Duration LET_GO_AFTER = Duration.ofSeconds(60);

    private static final Duration LET_GO_SURE = Duration.ofSeconds(10);

    private final Policy policy;
    private final String ring;
    private final RingRegistry rings;
    private final Reach reach;
    private final Surroundings world;
    private final RepairQueue repairs;
    private final BlobStore store;
    private final Following following;
    private final ErasureCode code;
    private volatile Placed placed;
    private volatile long confirmedAt;
    private volatile long changedAt;

    private interface Following {
        void follow(Placement placement, List<PlacedDevice> devices);
    }

    /// The ring in use, with its devices.
    private record Placed(
            long epoch, List<Ring> history, Placement placement, List<PlacedDevice> devices, DeviceMap map) {}

    RingBlobs(Policy policy, String ring, RingRegistry rings, Reach reach, Surroundings world) {
        this.policy = policy;
        this.ring = ring;
        this.rings = rings;
        this.reach = reach;
        this.world = world;
        this.repairs = new RepairQueue(world.repairDelay(), world.nanoTime());
        this.placed = placed(epochs());
        this.confirmedAt = world.nanoTime().getAsLong();
        this.changedAt = confirmedAt;
        switch (policy.kind()) {
            case Policy.Copies _ -> {
                code = new ErasureCode(1, 0, CodeEngine.best());
                var copies = new ReplicaStore(
                        world.ids(),
                        policy.number(),
                        placed.placement(),
                        placed.devices(),
                        ReplicaLimits.standard(),
                        world.nanoTime(),
                        world.threads(),
                        repairs);
                store = copies;
                following = copies::follow;
            }
            case Policy.Fragments(var data, var parity) -> {
                code = new ErasureCode(data, parity, CodeEngine.best());
                var fragments = new ErasureStore(
                        world.ids(),
                        policy.number(),
                        code,
                        placed.placement(),
                        placed.devices(),
                        ReplicaLimits.standard(),
                        world.nanoTime(),
                        world.threads(),
                        repairs);
                store = fragments;
                following = fragments::follow;
            }
        }
    }

    Policy policy() {
        return policy;
    }

    BlobStore store() {
        return store;
    }

    DeviceMap map() {
        return placed.map();
    }

    RepairQueue repairs() {
        return repairs;
    }

    /// Asks for the repair of the blob that a record belongs to.
    void repair(Id128 blob) {
        repairs.request(blob, placed.placement().partition(blob));
    }

    /// @param pace bounds the bytes that all healing reads and writes
    Healer healer(Pace pace) {
        return switch (policy.kind()) {
            case Policy.Copies _ -> new BlobHealer(this::map, this::mayLetGo, pace);
            case Policy.Fragments _ -> new FragmentHealer(code, this::map, this::mayLetGo, pace);
        };
    }

    Difference difference() {
        return switch (policy.kind()) {
            case Policy.Copies _ -> Difference.ofCopies();
            case Policy.Fragments _ -> new FragmentDifference(code.fragments());
        };
    }

    /// Looks whether there is a newer ring, or its devices are reached otherwise; answers whether the ring
    /// changed.
    boolean follow() {
        var asked = world.nanoTime().getAsLong();
        var changed = rings.epoch(ring) != placed.epoch();
        var next = changed ? placed(epochs()) : placed(placed.epoch(), placed.history());
        // First, for nothing may be let go by the new ring before the others had time to see it.
        if (changed) changedAt = world.nanoTime().getAsLong();
        if (changed || !next.devices().equals(placed.devices())) {
            following.follow(next.placement(), next.devices());
            placed = next;
        }
        if (changed) LOG.info("Ring followed ring={} epoch={}", ring, next.epoch());
        confirmedAt = asked;
        return changed;
    }

    private boolean mayLetGo() {
        var now = world.nanoTime().getAsLong();
        return now - changedAt > LET_GO_AFTER.toNanos() && now - confirmedAt < LET_GO_SURE.toNanos();
    }

    private List<RingRegistry.Epoch> epochs() {
        var epochs = rings.epochs(ring, 1 + EARLIER);
        if (epochs.isEmpty()) throw new IllegalStateException("the ring " + ring + " has no epoch");
        return epochs;
    }

    private Placed placed(List<RingRegistry.Epoch> epochs) {
        return placed(
                epochs.getFirst().epoch(),
                epochs.stream().map(RingRegistry.Epoch::ring).toList());
    }

    private Placed placed(long epoch, List<Ring> history) {
        var byId = new TreeMap<Integer, Device>();
        for (var each : history) for (var device : each.devices()) byId.putIfAbsent(device.id(), device);
        var indices = new HashMap<Integer, Integer>();
        var devices = new ArrayList<PlacedDevice>();
        var reached = reach.now();
        for (var device : byId.values()) {
            indices.put(device.id(), devices.size());
            devices.add(reached.apply(device));
        }
        var placement = ShiftedPlacement.ofPolicy(policy.number(), new RingHistory(history, indices::get));
        var all = devices.stream().map(PlacedDevice::device).toList();
        var map = new DeviceMap(placement, all).withTimeLimit(world.callLimit(), world.threads(), world.nanoTime());
        return new Placed(epoch, history, placement, devices, map);
    }
}
