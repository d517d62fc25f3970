package torc.tools.policies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobWriter;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.repair.KeptBlobs;
import torc.objectserver.replica.DeviceMap;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.StoragePolicy;
import torc.ring.registry.Policy;
import torc.ring.registry.PolicyRegistry;
import torc.ring.registry.RingRegistry;

/// The blobs of all storage policies: each id leads to its policy's store. Safe for many threads; blocking.
public final class PolicyStores implements BlobStore {
    private final BlobStore first;
    private final String firstName;
    private final String firstRing;
    private final PolicyRegistry registry;
    private final RingRegistry rings;
    private final Reach reach;
    private final Surroundings world;
    private volatile Map<Integer, RingBlobs> others = Map.of();
    private volatile StoragePolicies names;

    /// @param first the store of the first policy
    /// @param firstName what the first policy is called
    /// @param firstRing name of its ring, which the others' names begin with
    public PolicyStores(
            BlobStore first,
            String firstName,
            String firstRing,
            PolicyRegistry registry,
            RingRegistry rings,
            Reach reach,
            Surroundings world) {
        this.first = first;
        this.firstName = firstName;
        this.firstRing = firstRing;
        this.registry = registry;
        this.rings = rings;
        this.reach = reach;
        this.world = world;
        this.names = StoragePolicies.one(firstName);
        refresh();
    }

    /// Looks which policies there are. Policies come and never go.
    public synchronized void refresh() {
        var registered = registry.read();
        var next = new TreeMap<>(others);
        var all = new ArrayList<>(List.of(new StoragePolicy(0, firstName)));
        for (var policy : registered.policies()) {
            all.add(new StoragePolicy(policy.number(), policy.name()));
            if (!next.containsKey(policy.number()))
                next.put(policy.number(), new RingBlobs(policy, policy.ring(firstRing), rings, reach, world));
        }
        others = next;
        names = new StoragePolicies(all, registered.standard());
    }

    /// The policies by their names.
    public StoragePolicies names() {
        return names;
    }

    /// The policies beside the first.
    public List<RingBlobs> others() {
        return List.copyOf(others.values());
    }

    /// What the rings of the policies beside the first keep, by the rings' names.
    public Map<String, KeptBlobs> kept() {
        var kept = new TreeMap<String, KeptBlobs>();
        for (var blobs : others())
            kept.put(
                    blobs.policy().ring(firstRing),
                    new KeptBlobs(blobs.map(), blobs.policy().kind() instanceof Policy.Fragments));
        return kept;
    }

    /// Devices as each policy beside the first sees them.
    public List<DeviceMap> maps() {
        return others().stream().map(RingBlobs::map).toList();
    }

    /// A record of a policy beside the first was found damaged.
    public void damaged(Id128 record) {
        var found = others.get(PolicyIds.policy(record));
        if (found != null) found.repair(PolicyIds.blob(record));
    }

    /// Null if the policy is not known, also after another look.
    private @Nullable BlobStore store(int policy) {
        if (policy == 0) return first;
        var found = others.get(policy);
        if (found == null) {
            refresh();
            found = others.get(policy);
        }
        return found == null ? null : found.store();
    }

    @Override
    public BlobWriter create(BlobOwner owner, long maxBytes) {
        return first.create(owner, maxBytes);
    }

    @Override
    public BlobWriter create(int policy, BlobOwner owner, long maxBytes) {
        var found = store(policy);
        return found == null ? new NoWriter(world.ids().next(), policy) : found.create(owner, maxBytes);
    }

    @Override
    public BlobReadOutcome read(Id128 blob, long firstByte, long endByte) {
        var policy = PolicyIds.policy(blob);
        var found = store(policy);
        return found == null
                ? new BlobReadOutcome.Unavailable("there is no storage policy " + policy)
                : found.read(blob, firstByte, endByte);
    }

    @Override
    public boolean delete(Id128 blob) {
        var found = store(PolicyIds.policy(blob));
        return found != null && found.delete(blob);
    }
}
