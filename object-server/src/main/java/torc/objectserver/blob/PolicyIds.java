package torc.objectserver.blob;

import torc.common.id.Id128;
import torc.common.id.Ids;

/// Ids that tell their storage policy (docs/formats.md, "Ids of blobs"), so that whoever has a blob's id knows
/// the
/// store that keeps it. The first policy, 0, has ids without a mark, as they were when there was no other.
public final class PolicyIds {
    /// Numbers of policies are below this.
    public static final int MOST_POLICIES = 64;

    private static final long INDEX = 63;
    private static final int POLICY_SHIFT = 6;
    private static final int MARK_SHIFT = 12;
    private static final long MARK = 0x746f7263L;
    private static final long MARK_BITS = 0xffff_ffffL;
    private static final long RANDOM = -1L << (MARK_SHIFT + 32);

    private PolicyIds() {}

    /// A new id of a policy.
    public static Id128 draw(Ids ids, int policy) {
        if (policy < 0 || policy >= MOST_POLICIES) throw new IllegalArgumentException("policy " + policy);
        var id = ids.next();
        while (policy == 0 && policy(id) != 0) id = ids.next();
        return policy == 0 ? id : marked(id, policy);
    }

    /// An id with the mark of a policy in the place of its lower bits.
    static Id128 marked(Id128 id, int policy) {
        return new Id128(id.high(), (id.low() & RANDOM) | (MARK << MARK_SHIFT) | ((long) policy << POLICY_SHIFT));
    }

    /// The policy that an id tells.
    public static int policy(Id128 id) {
        if (((id.low() >>> MARK_SHIFT) & MARK_BITS) != MARK) return 0;
        return (int) (id.low() >>> POLICY_SHIFT) & (MOST_POLICIES - 1);
    }

    /// The blob that a record on a device belongs to: the id itself, without the index if it is a fragment's.
    public static Id128 blob(Id128 record) {
        return policy(record) == 0 ? record : new Id128(record.high(), record.low() & ~INDEX);
    }
}
