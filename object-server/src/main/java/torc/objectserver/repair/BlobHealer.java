package torc.objectserver.repair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.CopyChecksum;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.replica.DeviceMap;

/// Gives every primary of a blob a sound copy, or, if any device remembers that the blob was deleted, takes
/// away the copies on devices that missed it (THREATS D10). Copies on other devices go once every primary's was
/// read from its first to its last byte. Safe for many threads, but all who heal at a time must go by one
/// placement: two that disagree about a blob's primaries could each let go what the other holds for the last
/// copy.
public final class BlobHealer implements Healer {
    private static final Logger LOG = LoggerFactory.getLogger(BlobHealer.class);

    private final Supplier<DeviceMap> maps;
    private final BooleanSupplier mayLetGo;
    private final BlobCopier copier;

    /// @param bytesPace bounds the bytes that all healing reads and writes
    public BlobHealer(DeviceMap map, Pace bytesPace) {
        this(() -> map, () -> true, bytesPace);
    }

    /// @param maps the devices as they are when a blob is healed
    /// @param mayLetGo whether all who heal surely go by one placement now; else no copy is let go
    /// @param bytesPace bounds the bytes that all healing reads and writes
    public BlobHealer(Supplier<DeviceMap> maps, BooleanSupplier mayLetGo, Pace bytesPace) {
        this.maps = maps;
        this.mayLetGo = mayLetGo;
        this.copier = new BlobCopier(bytesPace);
    }

    /// What the devices say of a blob.
    ///
    /// @param holders devices with a sound copy
    /// @param strays devices with a copy, sound or in quarantine, that are none of its primaries
    /// @param silent devices that could not be asked
    /// @param away why; empty if all answered
    private record Finding(
            DeviceMap map,
            List<BlobDevice> holders,
            List<BlobDevice> strays,
            Optional<StoredBlob> stored,
            boolean deleted,
            Set<BlobDevice> silent,
            String away) {}

    /// Whether copies on other devices than the primaries may go now.
    @Override
    public boolean mayLetGo() {
        return mayLetGo.getAsBoolean();
    }

    /// Whether this map is the one by which all who heal go: what was a stray by an earlier one may by now be
    /// where
    /// it belongs.
    private boolean mayLetGoBy(DeviceMap map) {
        return mayLetGo() && maps.get().equals(map);
    }

    @Override
    public HealOutcome heal(Id128 blob) throws InterruptedException {
        var map = maps.get();
        var partition = map.placement().partition(blob);
        var finding = find(map, blob, partition);
        if (finding.deleted()) return removeCopies(map, blob);
        if (finding.stored().isEmpty())
            return finding.away().isEmpty() ? new HealOutcome.NoCopy() : new HealOutcome.Incomplete(finding.away());
        return complete(finding, finding.stored().get(), partition);
    }

    private Finding find(DeviceMap map, Id128 blob, int partition) {
        var primaries = map.primaries(partition);
        var holders = new ArrayList<BlobDevice>();
        var strays = new ArrayList<BlobDevice>();
        Optional<StoredBlob> stored = Optional.empty();
        var deleted = false;
        var silent = new HashSet<BlobDevice>();
        var away = "";
        for (var device : map.devices()) {
            try {
                var standing = device.standing(partition, blob);
                deleted |= standing.deleted();
                if (standing.sound().isPresent()) {
                    holders.add(device);
                    stored = standing.sound();
                }
                if (!primaries.contains(device) && (standing.sound().isPresent() || standing.quarantined()))
                    strays.add(device);
            } catch (RuntimeException e) {
                silent.add(device);
                away = device.name() + ": " + e;
            }
        }
        return new Finding(map, holders, strays, stored, deleted, silent, away);
    }

    private HealOutcome removeCopies(DeviceMap map, Id128 blob) {
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

    /// A primary that is away or full is no reason to leave the others without their copies.
    private HealOutcome complete(Finding finding, StoredBlob stored, int partition) throws InterruptedException {
        var map = finding.map();
        var copied = 0;
        var failure = "";
        for (var primary : map.primaries(partition)) {
            if (finding.holders().contains(primary)) continue;
            if (finding.silent().contains(primary)) {
                failure = finding.away();
                continue;
            }
            switch (copyTo(primary, finding.holders(), stored)) {
                case CopyOutcome.Copied _ -> copied++;
                case CopyOutcome.AlreadyThere _ -> {}
                case CopyOutcome.Deleted _ -> {
                    return removeCopies(map, stored.id());
                }
                case CopyOutcome.SourceFailed(var cause) -> failure = cause;
                case CopyOutcome.TargetFailed(var cause) -> failure = primary.name() + ": " + cause;
            }
        }
        // A delete that came while the copy was made found nothing to delete at its target.
        if (copied > 0 && find(map, stored.id(), partition).deleted()) return removeCopies(map, stored.id());
        if (!failure.isEmpty()) return new HealOutcome.Incomplete(failure, copied);
        return withoutStrays(finding, stored, map.primaries(partition), copied);
    }

    /// Lets copies on other devices go, once every primary's has been read and all are the same.
    private HealOutcome withoutStrays(Finding finding, StoredBlob stored, List<BlobDevice> primaries, int copied)
            throws InterruptedException {
        if (finding.strays().isEmpty() || primaries.isEmpty() || !mayLetGoBy(finding.map()))
            return new HealOutcome.Whole(copied, 0);
        var sums = new TreeSet<Long>();
        for (var primary : primaries) {
            switch (copier.checksum(stored, primary)) {
                case CopyChecksum.Of(var _, var crc32c) -> sums.add(crc32c);
                case CopyChecksum.Unread(var cause) -> {
                    return new HealOutcome.Incomplete(primary.name() + ": " + cause, copied);
                }
            }
        }
        if (sums.size() > 1) {
            LOG.error("Copies differ, each whole by its own checksums blob={}", stored.id());
            return new HealOutcome.Incomplete("its copies differ", copied);
        }
        var dropped = 0;
        for (var stray : finding.strays()) if (drop(stray, finding, stored, sums.getFirst())) dropped++;
        return new HealOutcome.Whole(copied, dropped);
    }

    /// A sound copy goes only if it is the same as the primaries'. One that is damaged goes to quarantine by
    /// being read here, and from there the next time.
    private boolean drop(BlobDevice stray, Finding finding, StoredBlob stored, long primariesSum)
            throws InterruptedException {
        if (finding.holders().contains(stray) && !isSame(stray, stored, primariesSum)) return false;
        if (!mayLetGoBy(finding.map())) return false; // Reading all copies may have taken long.
        try {
            if (!(stray.drop(stored.id()) instanceof DeviceDeleteOutcome.Deleted)) return false;
            LOG.info("Copy let go blob={} device={} bytes={}", stored.id(), stray.name(), stored.bytes());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("Copy not let go blob={} device={} reason={}", stored.id(), stray.name(), e.toString());
            return false;
        }
    }

    private boolean isSame(BlobDevice stray, StoredBlob stored, long primariesSum) throws InterruptedException {
        return switch (copier.checksum(stored, stray)) {
            case CopyChecksum.Of(var _, var crc32c) when crc32c == primariesSum -> true;
            case CopyChecksum.Of _ -> {
                LOG.error("A copy differs from the primaries' blob={} device={}", stored.id(), stray.name());
                yield false;
            }
            case CopyChecksum.Unread _ -> false;
        };
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
