package torc.objectserver.device;

import java.util.Optional;
import torc.common.id.Id128;

/// What a device knows of one blob.
///
/// @param sound the copy it holds, if that is sound
/// @param deleted whether it remembers that the blob was deleted
/// @param quarantined whether its copy was found damaged and is not yet replaced
public record CopyStanding(Optional<StoredBlob> sound, boolean deleted, boolean quarantined) {
    /// Asks the device one thing after the other.
    static CopyStanding asked(BlobDevice device, int partition, Id128 blob) {
        var before = before(blob);
        return new CopyStanding(
                device.head(blob),
                device.deletions(partition, before, 1).contains(blob),
                device.quarantined(before, 1).contains(blob));
    }

    /// The id just below; empty for the least one.
    private static Optional<Id128> before(Id128 id) {
        if (id.low() != 0) return Optional.of(new Id128(id.high(), id.low() - 1));
        return id.high() == 0 ? Optional.empty() : Optional.of(new Id128(id.high() - 1, -1));
    }
}
