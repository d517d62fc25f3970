package torc.ring.placement;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Walks the ring from a place that depends on the partition alone, once for each level of failure domains,
/// and returns the devices whose domain of that level has not been seen before. Not safe for several
/// threads.
final class Handoffs implements Iterator<Device> {
    /// Larger rings are walked in strides, so that about this many partitions are looked at in a pass.
    private static final int PARTITIONS_WALKED = 65_536;

    private final Ring ring;
    private final FailureDomains domains;
    private final BitSet[] seen = new BitSet[FailureDomains.LEVELS];
    private final int start;
    private final int stride;

    private int level;
    private int walked;
    private int replica;
    private @Nullable Device next;

    Handoffs(Ring ring, FailureDomains domains, int partition) {
        this.ring = ring;
        this.domains = domains;
        for (var each = 0; each < seen.length; each++) seen[each] = new BitSet();
        for (int each = 0, count = ring.replicasOf(partition); each < count; each++)
            see(ring.deviceId(partition, each));
        this.start = ring.partitionOfHash(md5(Integer.toString(partition)));
        this.stride = Math.max(1, ring.partitionCount() / PARTITIONS_WALKED);
    }

    @Override
    public boolean hasNext() {
        if (next == null) next = search();
        return next != null;
    }

    @Override
    public Device next() {
        if (!hasNext() || next == null) throw new NoSuchElementException();
        var found = next;
        next = null;
        return found;
    }

    private @Nullable Device search() {
        for (; level < FailureDomains.LEVELS; level++, walked = 0, replica = 0) {
            while (seen[level].cardinality() < domains.assigned(level) && walked < stepsOfAPass()) {
                var partition = partitionAt(walked);
                while (replica < ring.replicasOf(partition)) {
                    var id = ring.deviceId(partition, replica++);
                    if (!seen[level].get(domains.domain(level, id))) {
                        see(id);
                        return ring.device(partition, replica - 1);
                    }
                }
                replica = 0;
                walked++;
                if (partitionAt(walked) == 0) walked++; // Swift's walk steps over partition 0 when it comes round.
            }
        }
        return null;
    }

    private void see(int deviceId) {
        for (var each = 0; each < seen.length; each++) seen[each].set(domains.domain(each, deviceId));
    }

    private int stepsOfAPass() {
        return ring.partitionCount() / stride;
    }

    /// Partition counts and strides are powers of two, so that the walk comes round to where it began.
    private int partitionAt(int step) {
        return (start + step * stride) & (ring.partitionCount() - 1);
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
