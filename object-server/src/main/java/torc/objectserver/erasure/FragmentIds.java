package torc.objectserver.erasure;

import java.util.Optional;
import torc.common.id.Id128;

/// A fragment is kept under its blob's id with its index in the lowest six bits, which are zero in the id of
/// every blob that has
/// fragments. So a device finds the index again wherever it finds the record, and may hold several fragments of
/// one blob.
public final class FragmentIds {
    static final int INDEX_BITS = 63;

    private FragmentIds() {}

    static Id128 fragment(Id128 blob, int index) {
        return new Id128(blob.high(), (blob.low() & ~INDEX_BITS) | index);
    }

    /// The blob that a fragment belongs to.
    public static Id128 blob(Id128 fragment) {
        return new Id128(fragment.high(), fragment.low() & ~INDEX_BITS);
    }

    static int index(Id128 fragment) {
        return (int) (fragment.low() & INDEX_BITS);
    }

    /// The id just below all fragments of a blob, from which listings go on; empty for the least blob.
    static Optional<Id128> before(Id128 blob) {
        if (blob.low() != 0) return Optional.of(new Id128(blob.high(), blob.low() - 1));
        return blob.high() == 0 ? Optional.empty() : Optional.of(new Id128(blob.high() - 1, -1));
    }
}
