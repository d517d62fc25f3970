package torc.objectserver.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.objectserver.daemon.Pace;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.replica.DeviceMap;

/// Gives every primary of a blob a sound copy, or, if any device remembers that the blob was deleted, takes
/// away the copies on devices that missed it (THREATS D10). Safe for many threads.
public final class BlobHealer {
    private static final Logger LOG = LoggerFactory.getLogger(BlobHealer.class);

    private final DeviceMap map;
    private final BlobCopier copier;

    /// @param bytesPace bounds the bytes that all healing reads and writes
    public BlobHealer(DeviceMap map, Pace bytesPace) {
        this.map = map;
        this.copier = new BlobCopier(bytesPace);
    }

    /// What the devices say of a blob.
    private record Finding(List<BlobDevice> holders, Optional<StoredBlob> stored, boolean deleted, String away) {}

    public HealOutcome heal(Id128 blob) throws InterruptedException {
        var partition = map.placement().partition(blob);
        var finding = find(blob, partition);
        if (finding.deleted()) return removeCopies(blob);
        if (finding.stored().isEmpty())
            return finding.away().isEmpty() ? new HealOutcome.NoCopy() : new HealOutcome.Incomplete(finding.away());
        return complete(finding, finding.stored().get(), partition);
    }

    private Finding find(Id128 blob, int partition) {
        var holders = new ArrayList<BlobDevice>();
        Optional<StoredBlob> stored = Optional.empty();
        var deleted = false;
        var away = "";
        for (var device : map.devices()) {
            try {
                deleted |= remembersDelete(device, partition, blob);
                var head = device.head(blob);
                if (head.isPresent()) {
                    holders.add(device);
                    stored = head;
                }
            } catch (RuntimeException e) {
                away = device.name() + ": " + e;
            }
        }
        return new Finding(holders, stored, deleted, away);
    }

    static boolean remembersDelete(BlobDevice device, int partition, Id128 blob) {
        return device.deletions(partition, before(blob), 1).contains(blob);
    }

    /// The id just below; empty for the least one.
    private static Optional<Id128> before(Id128 id) {
        if (id.low() != 0) return Optional.of(new Id128(id.high(), id.low() - 1));
        return id.high() == 0 ? Optional.empty() : Optional.of(new Id128(id.high() - 1, -1));
    }

    private HealOutcome removeCopies(Id128 blob) {
        var removed = 0;
        var away = "";
        for (var device : map.devices()) {
            switch (delete(device, blob)) {
                case DeviceDeleteOutcome.Deleted _ -> {
                    removed++;
                    LOG.info("Delete carried to a device that missed it blob={} device={}", blob, device.name());
                }
                case DeviceDeleteOutcome.Missing _ -> {}
                case DeviceDeleteOutcome.Unavailable(var cause) -> away = device.name() + ": " + cause;
            }
        }
        return away.isEmpty() ? new HealOutcome.Deleted(removed) : new HealOutcome.Incomplete(away);
    }

    private static DeviceDeleteOutcome delete(BlobDevice device, Id128 blob) {
        try {
            return device.delete(blob);
        } catch (RuntimeException e) {
            return new DeviceDeleteOutcome.Unavailable(e.toString());
        }
    }

    private HealOutcome complete(Finding finding, StoredBlob stored, int partition) throws InterruptedException {
        var copied = 0;
        for (var primary : map.primaries(partition)) {
            if (finding.holders().contains(primary)) continue;
            switch (copyTo(primary, finding.holders(), stored)) {
                case CopyOutcome.Copied _ -> copied++;
                case CopyOutcome.AlreadyThere _ -> {}
                case CopyOutcome.Deleted _ -> {
                    return removeCopies(stored.id());
                }
                case CopyOutcome.SourceFailed(var cause) -> {
                    return new HealOutcome.Incomplete(cause);
                }
                case CopyOutcome.TargetFailed(var cause) -> {
                    return new HealOutcome.Incomplete(primary.name() + ": " + cause);
                }
            }
        }
        // A delete that came while the copy was made found nothing to delete at its target.
        if (copied > 0 && find(stored.id(), partition).deleted()) return removeCopies(stored.id());
        return new HealOutcome.Whole(copied);
    }

    private CopyOutcome copyTo(BlobDevice target, List<BlobDevice> sources, StoredBlob stored)
            throws InterruptedException {
        CopyOutcome outcome = new CopyOutcome.SourceFailed("no source");
        for (var source : sources) {
            outcome = copier.copy(stored, source, target);
            if (!(outcome instanceof CopyOutcome.SourceFailed)) break;
        }
        if (outcome instanceof CopyOutcome.Copied)
            LOG.info("Copy completed blob={} device={} bytes={}", stored.id(), target.name(), stored.bytes());
        return outcome;
    }
}
