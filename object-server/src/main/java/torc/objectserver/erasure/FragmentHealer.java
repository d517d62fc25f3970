package torc.objectserver.erasure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.erasure.FragmentHomes.Held;
import torc.objectserver.erasure.FragmentRebuild.Outcome;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.repair.BlobCopier;
import torc.objectserver.repair.CopyOutcome;
import torc.objectserver.repair.HealOutcome;
import torc.objectserver.repair.Healer;
import torc.objectserver.replica.DeviceMap;

/// Gives every primary of a blob its fragment: copied where another device holds it, else calculated from any k.
/// Or,
/// if any device remembers that the blob was deleted, takes away the fragments that are left (THREATS D10).
/// Fragments
/// on other devices go once every primary's was read and compared. Safe for many threads; all who heal at a time
/// must go by one placement.
public final class FragmentHealer implements Healer {
    private static final Logger LOG = LoggerFactory.getLogger(FragmentHealer.class);

    private final ErasureCode code;
    private final Supplier<DeviceMap> maps;
    private final BooleanSupplier mayLetGo;
    private final Pace pace;
    private final BlobCopier copier;
    private final FragmentRebuild rebuild;

    /// @param maps the devices as they are when a blob is healed
    /// @param mayLetGo whether all who heal surely go by one placement now; else no fragment is let go
    /// @param bytesPace bounds the bytes that all healing reads
    public FragmentHealer(ErasureCode code, Supplier<DeviceMap> maps, BooleanSupplier mayLetGo, Pace bytesPace) {
        this.code = code;
        this.maps = maps;
        this.mayLetGo = mayLetGo;
        this.pace = bytesPace;
        this.copier = new BlobCopier(bytesPace);
        this.rebuild = new FragmentRebuild(code, bytesPace, copier);
    }

    /// @param record the blob's id, or that of any fragment
    @Override
    public HealOutcome heal(Id128 record) throws InterruptedException {
        var homes = FragmentHomes.ask(maps.get(), FragmentIds.blob(record));
        if (homes.deleted()) return removeAll(homes);
        if (homes.sound().isEmpty())
            return homes.away().isEmpty() ? new HealOutcome.NoCopy() : new HealOutcome.Incomplete(homes.away());
        return complete(homes);
    }

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

    private HealOutcome removeAll(FragmentHomes homes) {
        var removed = 0;
        var away = "";
        for (var device : homes.map().devices()) {
            DeviceDeleteOutcome outcome;
            try {
                outcome = ErasureStore.deleteAll(device, homes.blob(), homes.partition());
            } catch (RuntimeException e) {
                outcome = new DeviceDeleteOutcome.Unavailable(e.toString());
            }
            switch (outcome) {
                case DeviceDeleteOutcome.Deleted _ -> {
                    removed++;
                    LOG.info(
                            "Delete carried to a device that missed it blob={} device={}", homes.blob(), device.name());
                }
                case DeviceDeleteOutcome.Missing _ -> {}
                case DeviceDeleteOutcome.Unavailable(var cause) -> away = device.name() + ": " + cause;
            }
        }
        return away.isEmpty() ? new HealOutcome.Deleted(removed) : new HealOutcome.Incomplete(away);
    }

    /// Fragments that agree about the blob, by index.
    private record Agreeing(FragmentRebuild.Blob blob, TreeMap<Integer, List<Held>> held) {}

    private HealOutcome complete(FragmentHomes homes) throws InterruptedException {
        var lost = lost(homes);
        if (lost.isEmpty() && strays(homes).isEmpty())
            return awaits(homes) ? new HealOutcome.Incomplete(homes.away()) : new HealOutcome.Whole(0, 0);
        var agreeing = agreeing(homes);
        if (agreeing.isEmpty())
            return new HealOutcome.Incomplete(
                    "too few of its fragments can be read" + (homes.away().isEmpty() ? "" : "; " + homes.away()));
        var made = 0;
        var failure = "";
        var missing = new ArrayList<Held>();
        for (var place : lost) {
            switch (copy(homes, agreeing.get(), place)) {
                case CopyOutcome.Copied _ -> made++;
                case CopyOutcome.AlreadyThere _ -> {}
                case CopyOutcome.Deleted _ -> {
                    return removeAll(homes);
                }
                case CopyOutcome.SourceFailed _ -> missing.add(place);
                case CopyOutcome.TargetFailed(var cause) ->
                    failure = place.device().name() + ": " + cause;
            }
        }
        if (!missing.isEmpty()) {
            switch (calculate(agreeing.get(), missing)) {
                case Outcome.Made(var fragments, var cause) -> {
                    made += fragments;
                    if (!cause.isEmpty()) failure = cause;
                }
                case Outcome.Deleted _ -> {
                    return removeAll(homes);
                }
                case Outcome.SourceFailed(var _, var cause) -> failure = cause;
            }
        }
        // A delete that came while a fragment was made found nothing to delete at its target.
        if (made > 0) {
            LOG.info("Fragments completed blob={} fragments={}", homes.blob(), made);
            var again = FragmentHomes.ask(homes.map(), homes.blob());
            if (again.deleted()) return removeAll(again);
        }
        if (!failure.isEmpty()) return new HealOutcome.Incomplete(failure, made);
        if (awaits(homes)) return new HealOutcome.Incomplete(homes.away(), made);
        return withoutStrays(homes, agreeing.get(), made);
    }

    /// Whether a device where a fragment belongs could not be asked.
    private boolean awaits(FragmentHomes homes) {
        for (var index = 0; index < code.fragments(); index++) {
            var home = FragmentHomes.device(homes.map(), homes.partition(), index);
            if (home != null && homes.silent().contains(home)) return true;
        }
        return false;
    }

    /// Fragments whose own device answers and has none that is sound.
    private List<Held> lost(FragmentHomes homes) {
        var lost = new ArrayList<Held>();
        for (var index = 0; index < code.fragments(); index++) {
            var home = FragmentHomes.device(homes.map(), homes.partition(), index);
            if (home != null && !homes.silent().contains(home) && !homes.isHome(index)) lost.add(new Held(index, home));
        }
        return lost;
    }

    private static List<Held> strays(FragmentHomes homes) {
        var strays = new ArrayList<Held>();
        for (var held : homes.sound()) if (!homes.isAtHome(held)) strays.add(held);
        for (var held : homes.damaged()) if (!homes.isAtHome(held)) strays.add(held);
        return strays;
    }

    /// Reads all trailers; empty if fewer than k fragments agree.
    private Optional<Agreeing> agreeing(FragmentHomes homes) {
        var groups = new ArrayList<Agreeing>();
        for (var held : homes.sound()) {
            try {
                var fragment = FragmentIds.fragment(homes.blob(), held.index());
                var stored = held.device().head(fragment);
                if (stored.isPresent()) sort(held, stored.get(), homes, groups);
            } catch (RuntimeException e) {
                LOG.warn(
                        "Fragment not read blob={} device={} reason={}",
                        homes.blob(),
                        held.device().name(),
                        e.toString());
            }
        }
        return groups.stream()
                .filter(group -> group.held().size() >= code.data())
                .findFirst();
    }

    private void sort(Held held, StoredBlob stored, FragmentHomes homes, List<Agreeing> groups) {
        var layout = new StripeLayout(code.data(), code.parity(), stored.bytes());
        var found = FragmentReader.trailer(held.device(), stored.id(), layout);
        if (found.isEmpty()) {
            LOG.error(
                    "A fragment has no trailer blob={} device={}",
                    homes.blob(),
                    held.device().name());
            return;
        }
        var trailer = found.get();
        for (var group : groups) {
            var first = group.blob().trailer();
            if (layout.equals(group.blob().layout())
                    && first.blobBytes() == trailer.blobBytes()
                    && Arrays.equals(first.checksums(), trailer.checksums())) {
                group.held()
                        .computeIfAbsent(held.index(), _ -> new ArrayList<>())
                        .add(held);
                return;
            }
        }
        if (!groups.isEmpty())
            LOG.error(
                    "Fragments differ blob={} device={}",
                    homes.blob(),
                    held.device().name());
        var blob = new FragmentRebuild.Blob(homes.blob(), homes.partition(), stored.owner(), layout, trailer);
        var group = new Agreeing(blob, new TreeMap<>());
        group.held().computeIfAbsent(held.index(), _ -> new ArrayList<>()).add(held);
        groups.add(group);
    }

    /// From another device that holds the fragment.
    private CopyOutcome copy(FragmentHomes homes, Agreeing agreeing, Held place) throws InterruptedException {
        CopyOutcome outcome = new CopyOutcome.SourceFailed("no other device has it");
        for (var source : agreeing.held().getOrDefault(place.index(), List.of())) {
            var blob = agreeing.blob();
            var fragment = FragmentIds.fragment(homes.blob(), place.index());
            try {
                FragmentReader.check(fragment, source.device(), blob.layout(), blob.trailer(), pace);
            } catch (RuntimeException e) {
                LOG.warn("Fragment not copied blob={} reason={}", homes.blob(), e.toString());
                continue;
            }
            var stored = new StoredBlob(
                    fragment, homes.partition(), blob.owner(), blob.layout().fragmentBytes());
            outcome = copier.copy(stored, source.device(), place.device());
            if (!(outcome instanceof CopyOutcome.SourceFailed)) break;
        }
        return outcome;
    }

    /// From any k fragments, from others as long as some fail.
    private Outcome calculate(Agreeing agreeing, List<Held> missing) throws InterruptedException {
        var usable = new TreeMap<Integer, ArrayList<Held>>();
        agreeing.held().forEach((index, held) -> usable.put(index, new ArrayList<>(held)));
        Outcome outcome = new Outcome.Made(0, "too few fragments");
        while (usable.size() >= code.data()) {
            var sources = usable.values().stream()
                    .limit(code.data())
                    .map(List::getFirst)
                    .toList();
            outcome = rebuild.make(agreeing.blob(), sources, missing);
            if (!(outcome instanceof Outcome.SourceFailed(var source, var cause))) return outcome;
            LOG.warn("Fragment not used blob={} reason={}", agreeing.blob().id(), cause);
            var left = Objects.requireNonNull(usable.get(source.index()));
            left.remove(source);
            if (left.isEmpty()) usable.remove(source.index());
        }
        return outcome;
    }

    /// Lets fragments on other devices go, once every primary's has been read and is what was written.
    private HealOutcome withoutStrays(FragmentHomes homes, Agreeing agreeing, int made) throws InterruptedException {
        var strays = strays(homes);
        if (strays.isEmpty() || !mayLetGoBy(homes.map())) return new HealOutcome.Whole(made, 0);
        var blob = agreeing.blob();
        try {
            for (var index = 0; index < code.fragments(); index++) {
                var home = FragmentHomes.device(homes.map(), homes.partition(), index);
                if (home == null)
                    return new HealOutcome.Incomplete("the ring names no device for fragment " + index, made);
                check(home, blob, index);
            }
        } catch (RuntimeException e) {
            return new HealOutcome.Incomplete(e.toString(), made);
        }
        var dropped = 0;
        for (var stray : strays) if (drop(stray, homes, blob)) dropped++;
        return new HealOutcome.Whole(made, dropped);
    }

    /// Cells and trailer.
    private void check(BlobDevice device, FragmentRebuild.Blob blob, int index) throws InterruptedException {
        var fragment = FragmentIds.fragment(blob.id(), index);
        FragmentReader.check(fragment, device, blob.layout(), blob.trailer(), pace);
        var trailer = FragmentReader.trailer(device, fragment, blob.layout());
        if (trailer.isEmpty()
                || trailer.get().blobBytes() != blob.trailer().blobBytes()
                || !Arrays.equals(trailer.get().checksums(), blob.trailer().checksums()))
            throw new FragmentReader.Unreadable(device, fragment, "its trailer is not that of the others");
    }

    /// A sound fragment goes only if it is the primary's. One that is damaged goes to quarantine by being read
    /// here,
    /// and from there the next time.
    private boolean drop(Held stray, FragmentHomes homes, FragmentRebuild.Blob blob) throws InterruptedException {
        try {
            if (homes.sound().contains(stray)) check(stray.device(), blob, stray.index());
            if (!mayLetGoBy(homes.map())) return false; // Reading all fragments may have taken long.
            var fragment = FragmentIds.fragment(blob.id(), stray.index());
            if (!(stray.device().drop(fragment) instanceof DeviceDeleteOutcome.Deleted)) return false;
            LOG.info(
                    "Fragment let go fragment={} device={}",
                    fragment,
                    stray.device().name());
            return true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "Fragment not let go blob={} device={} reason={}",
                    blob.id(),
                    stray.device().name(),
                    e.toString());
            return false;
        }
    }
}
