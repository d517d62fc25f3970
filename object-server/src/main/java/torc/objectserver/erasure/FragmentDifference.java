package torc.objectserver.erasure;

import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.repair.Difference;
import torc.objectserver.repair.PartitionUnion;
import torc.objectserver.replica.DeviceMap;

/// Finds blobs of which a primary lacks its fragment, or another device holds one. Immutable.
public record FragmentDifference(int fragments) implements Difference {
    /// Every so many rounds all fragments are looked at.
    static final int THOROUGH = 16;

    /// A digest tells that a device holds some fragment of a blob, not which: one that holds a fragment of
    /// another place, from before a change of the ring, and lacks its own looks whole.
    @Override
    public boolean looksAnyway(long round) {
        return round % THOROUGH == THOROUGH - 1;
    }

    @Override
    public void find(DeviceMap map, int partition, Collection<BlobDevice> asked, boolean mayLetGo, Wanting wanting)
            throws InterruptedException {
        var placed = new Placed(map, partition, asked, mayLetGo);
        var union = new PartitionUnion(partition, asked);
        for (var held = union.next(); held.isPresent(); held = union.next()) {
            var blob = FragmentIds.blob(held.get().blob().id());
            if (placed.blob != null && !placed.blob.equals(blob)) placed.end(wanting);
            placed.blob = blob;
            placed.take(held.get());
        }
        placed.end(wanting);
    }

    /// What is seen of the fragments of one blob after another, which stand side by side in every listing.
    private final class Placed {
        private final DeviceMap map;
        private final int partition;
        private final Collection<BlobDevice> asked;
        private final BitSet atHome = new BitSet();
        private final boolean mayLetGo;
        private boolean stray;
        private @Nullable Id128 blob;

        Placed(DeviceMap map, int partition, Collection<BlobDevice> asked, boolean mayLetGo) {
            this.mayLetGo = mayLetGo;
            this.map = map;
            this.partition = partition;
            this.asked = asked;
        }

        void take(PartitionUnion.Held held) {
            var index = FragmentIds.index(held.blob().id());
            var home = FragmentHomes.device(map, partition, index);
            var isHome = home != null && held.holders().contains(home);
            if (isHome) atHome.set(index);
            stray |= held.holders().size() > (isHome ? 1 : 0);
        }

        void end(Wanting wanting) throws InterruptedException {
            var found = blob;
            if (found == null) return;
            var everyone = true;
            var lacks = false;
            for (var index = 0; index < fragments; index++) {
                var home = FragmentHomes.device(map, partition, index);
                if (home == null || !asked.contains(home)) everyone = false;
                else lacks |= !atHome.get(index);
            }
            // A stray can go only when all primaries answer; until then it would be looked at in vain.
            if (lacks || (stray && everyone && mayLetGo)) wanting.heal(found);
            atHome.clear();
            stray = false;
            blob = null;
        }
    }
}
