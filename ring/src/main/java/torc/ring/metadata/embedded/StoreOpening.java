package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Ids;
import torc.ring.log.Disk;
import torc.ring.log.LogDamaged;
import torc.ring.log.LogOpening;
import torc.ring.log.MirrorFile;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.embedded.MetadataOpenRefused.Reason;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;

/// What a start does: finds out which devices may be relied on, refuses if acknowledged commits could be missing,
/// brings the state up to the end of the log, makes damaged devices anew, and opens the next epoch of the log.
final class StoreOpening {
    private static final Logger log = LoggerFactory.getLogger(StoreOpening.class);

    private final MetadataConfig config;
    private final StoreSurroundings world;
    private final Disk disk;
    private final StateCopy copies;
    private final StateRecovery recovery;
    private final Ids ids;
    private final List<Device> devices = new ArrayList<>();

    /// A device and what was found on it.
    private static final class Device {
        private final DeviceFolder folder;
        private @Nullable MirrorFile file;
        private @Nullable String trouble;
        private boolean unusable;

        Device(DeviceFolder folder) {
            this.folder = folder;
        }

        boolean isSound() {
            return file != null && trouble == null;
        }

        long epoch() {
            return file == null ? -1 : file.epoch();
        }
    }

    /// A state, and the device that it is on.
    private record Recovered(State state, Device primary) {}

    /// What an opened store works with.
    record Opened(State state, MirroredLog log, List<DeviceFolder> devices, DeviceFolder primary) {}

    StoreOpening(MetadataConfig config, StoreSurroundings world, StateCopy copies, StateRecovery recovery, Ids ids) {
        this.config = config;
        this.world = world;
        this.disk = world.disk();
        this.copies = copies;
        this.recovery = recovery;
        this.ids = ids;
        for (var path : config.devices()) devices.add(new Device(new DeviceFolder(disk, path.toAbsolutePath())));
    }

    Opened open(FolderLocks locks) {
        for (var device : devices) enter(device, locks);
        try {
            clearUnfinishedCreation();
            for (var device : devices) if (!device.unusable) read(device);
            return devices.stream().allMatch(this::isNew) ? create() : recover();
        } catch (IOException e) {
            throw new MetadataOpenRefused(Reason.NOT_WRITABLE, "the metadata store cannot be opened: " + e, e);
        } catch (LogDamaged | StateBroken e) {
            throw new MetadataOpenRefused(Reason.DAMAGED, "the metadata store cannot be opened: " + e.getMessage(), e);
        }
    }

    private void enter(Device device, FolderLocks locks) {
        try {
            makeFolder(device.folder.path());
            locks.acquire(device.folder.lock());
        } catch (IOException e) {
            device.unusable = true;
            device.trouble = "cannot be written: " + e;
        }
    }

    /// Makes a folder, and its name durable: no sync of what is in it does that.
    private void makeFolder(Path folder) throws IOException {
        var parent = folder.getParent();
        if (parent == null || disk.exists(folder)) return;
        makeFolder(parent);
        disk.createFolders(folder);
        disk.syncFolder(parent);
    }

    /// A crash in the very first start leaves a store on which nothing was ever acknowledged.
    private void clearUnfinishedCreation() throws IOException {
        boolean unfinished = false;
        boolean finished = true;
        for (var device : devices) {
            unfinished |= disk.exists(device.folder.creating());
            finished &= disk.exists(device.folder.path().resolve(MirrorFile.NAME));
        }
        if (!unfinished || finished) return;
        for (var device : devices) {
            if (!disk.exists(device.folder.creating())) continue;
            for (var path : disk.list(device.folder.path()))
                if (!path.equals(device.folder.lock())) copies.deleteFolder(path);
        }
    }

    private void read(Device device) throws IOException {
        switch (MirrorFile.read(disk, device.folder.path())) {
            case MirrorFile.Reading.Read(MirrorFile file) -> device.file = file;
            case MirrorFile.Reading.Absent _ ->
                device.trouble = device.folder.isEmpty() ? "is empty" : "has no mirror file";
            case MirrorFile.Reading.Damaged(String why) -> device.trouble = "is damaged: " + why;
            case MirrorFile.Reading.OtherVersion(int version) ->
                throw new MetadataOpenRefused(
                        Reason.OTHER_VERSION,
                        "metadata folder " + device.folder.path() + " has format version " + version
                                + "; this program reads version " + MirrorFile.VERSION);
        }
    }

    private boolean isNew(Device device) {
        try {
            return !device.unusable && device.file == null && device.folder.isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    private Opened create() throws IOException {
        for (var device : devices) {
            disk.create(device.folder.creating()).close();
            disk.syncFolder(device.folder.path());
        }
        var primary = devices.getFirst().folder;
        var state = State.create(primary.state(), config.state());
        try {
            state.setId(ids.next());
            state.flush();
            var store = ids.next();
            var files = new ArrayList<MirrorFile>();
            for (int i = 0; i < devices.size(); i++)
                files.add(new MirrorFile(store, devices.size(), config.quorum(), i, 0, 0, 0, -1));
            var opening = new LogOpening(disk, config.log());
            var mirrored = opening.begin(folders(devices), files, world.random(), world.threads());
            finishCreation();
            return new Opened(state, mirrored, deviceFolders(), primary);
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private void finishCreation() throws IOException {
        for (var device : devices) {
            if (device.unusable || !disk.exists(device.folder.creating())) continue;
            disk.delete(device.folder.creating());
            disk.syncFolder(device.folder.path());
        }
    }

    private Opened recover() throws IOException {
        finishCreation();
        var newest = newest();
        var opening = new LogOpening(disk, config.log());
        for (var device : devices) admit(device, newest, opening);
        requireEnough(newest);
        StateRecovery.Replay replay = state -> replay(opening, newest, state);
        var recovered = recoverState(replay, primary());
        try {
            readLogs(opening, newest, recovered.state().applied());
        } catch (RuntimeException e) {
            recovered.state().close();
            throw e;
        }
        markTrouble(opening.lagging(), "lacks records of the log");
        if (isToBeCopied(recovered)) recovered = verified(replay, recovered);
        var primary = recovered.primary();
        var state = recovered.state();
        try {
            abandonOtherStates(primary);
            var mirrored = begin(state, opening, newest, primary);
            return new Opened(state, mirrored, deviceFolders(), primary.folder);
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private void markTrouble(List<Path> folders, String trouble) {
        for (var device : devices)
            if (device.isSound() && folders.contains(device.folder.path())) device.trouble = trouble;
    }

    private void readLogs(LogOpening opening, MirrorFile newest, long above) {
        var unreadable = opening.readAbove(above);
        if (unreadable.isEmpty()) return;
        markTrouble(unreadable, "has a log that cannot be read");
        requireEnough(newest);
    }

    private boolean isToBeCopied(Recovered recovered) {
        return devices.stream()
                .anyMatch(device -> device != recovered.primary() && !device.isSound() && !device.unusable);
    }

    /// Damage that nobody has read yet is found before the state is what another device is made anew from.
    private Recovered verified(StateRecovery.Replay replay, Recovered recovered) {
        try {
            recovered.state().verify();
            return recovered;
        } catch (StateBroken e) {
            recovered.state().close();
            log.error(
                    "Metadata state is damaged, looking for a copy folder={}",
                    recovered.primary().folder.path(),
                    e);
            return rebuildState(recovered.primary(), replay, e);
        }
    }

    /// What the device that was in use last knows.
    private MirrorFile newest() {
        MirrorFile newest = null;
        for (var device : devices) {
            var file = device.file;
            if (file == null) continue;
            if (newest != null && !newest.store().equals(file.store()))
                throw new MetadataOpenRefused(
                        Reason.FOREIGN, "metadata folders belong to different stores: " + folders(devices));
            if (newest == null || file.epoch() > newest.epoch()) newest = file;
        }
        if (newest == null) throw refused(Reason.DAMAGED, "no device tells which store it belongs to");
        return newest;
    }

    private void admit(Device device, MirrorFile newest, LogOpening opening) {
        var file = device.file;
        if (file == null) return;
        long missed = 0;
        int sameIndex = 0;
        for (var each : devices) {
            if (each.file == null) continue;
            if (each.file.epoch() == newest.epoch()) missed |= each.file.failed();
            if (each.file.index() == file.index()) sameIndex++;
        }
        if (sameIndex > 1)
            throw new MetadataOpenRefused(
                    Reason.FOREIGN, "two metadata folders are copies of one: " + device.folder.path());
        if ((missed & 1L << file.index()) != 0) {
            device.trouble = "has missed commits";
            return;
        }
        try {
            opening.add(device.folder.path(), file);
        } catch (IOException e) {
            device.trouble = "has a damaged log: " + e.getMessage();
        }
    }

    /// A commit that was acknowledged is on `quorum` devices, so that all but `quorum - 1` have to be seen.
    private void requireEnough(MirrorFile newest) {
        int needed = newest.mirrors() - newest.quorum() + 1;
        long sound = devices.stream().filter(Device::isSound).count();
        if (sound >= needed) return;
        boolean damaged = devices.stream().anyMatch(device -> device.file != null && device.trouble != null)
                || newest.mirrors() == 1;
        throw refused(
                damaged ? Reason.DAMAGED : Reason.TOO_FEW_DEVICES,
                needed + " of the store's " + newest.mirrors() + " devices are needed, " + sound + " can be relied on");
    }

    private MetadataOpenRefused refused(Reason reason, String what) {
        var message = new StringBuilder("the metadata store is not opened, to lose nothing: ").append(what);
        for (var device : devices)
            if (device.trouble != null)
                message.append("; ").append(device.folder.path()).append(' ').append(device.trouble);
        return new MetadataOpenRefused(reason, message.toString());
    }

    /// The device that holds the state, or is to hold it. One that missed a start may hold an older state, which
    /// may even have taken in what was void from then on: those that can be relied on come first, newest first.
    private Device primary() {
        var holders = devices.stream()
                .filter(device -> !device.unusable && disk.exists(device.folder.state()))
                .sorted(Comparator.comparing(Device::isSound)
                        .thenComparingLong(Device::epoch)
                        .reversed())
                .toList();
        if (!holders.isEmpty()) return holders.getFirst();
        return devices.stream().filter(Device::isSound).findFirst().orElseThrow();
    }

    private Recovered recoverState(StateRecovery.Replay replay, Device primary) {
        try {
            if (!disk.exists(primary.folder.state())) throw new StateBroken("the state is missing");
            return new Recovered(recovery.open(primary.folder, replay), primary);
        } catch (StateBroken | LogDamaged e) {
            log.error("Metadata state cannot be used, looking for a copy folder={}", primary.folder.path(), e);
            return rebuildState(primary, replay, e);
        }
    }

    /// On the device that had it, or, if that is what is broken, on another.
    private Recovered rebuildState(Device primary, StateRecovery.Replay replay, RuntimeException cause) {
        var targets = new ArrayList<Device>();
        targets.add(primary);
        for (var device : devices) if (device != primary && device.isSound()) targets.add(device);
        for (var target : targets) {
            try {
                var state = recovery.rebuild(usableFolders(), target.folder, replay, () -> {});
                return new Recovered(state, target);
            } catch (StateBroken e) {
                cause.addSuppressed(e);
            }
        }
        throw new MetadataOpenRefused(
                Reason.DAMAGED,
                "the metadata state in " + primary.folder.path() + " cannot be used (" + cause.getMessage()
                        + ") and no device has a copy to make it anew from",
                cause);
    }

    private void abandonOtherStates(Device primary) {
        for (var device : devices)
            if (device != primary && device.isSound() && disk.exists(device.folder.state())) abandonState(device);
    }

    /// A state that was given up must not be taken for the store's at the next start.
    private void abandonState(Device device) {
        try {
            device.folder.quarantine(copies, List.of(device.folder.state()));
        } catch (IOException e) {
            log.error("Damaged metadata state cannot be moved away folder={}", device.folder.path(), e);
            device.unusable = true;
        }
    }

    private void replay(LogOpening opening, MirrorFile newest, State state) {
        long applied = state.applied();
        readLogs(opening, newest, applied);
        opening.replay(applied, (sequence, payload) -> StateRecovery.apply(state, sequence, payload));
    }

    private MirroredLog begin(State state, LogOpening opening, MirrorFile newest, Device primary) throws IOException {
        var paths = new ArrayList<Path>();
        var files = new ArrayList<MirrorFile>();
        for (int i = 0; i < devices.size(); i++) {
            var device = devices.get(i);
            if (!device.isSound()) opening.forget(device.folder.path());
            if (!device.isSound() && !device.unusable) makeAnew(device, state, primary);
            if (device.unusable) continue;
            paths.add(device.folder.path());
            files.add(new MirrorFile(
                    newest.store(), devices.size(), config.quorum(), i, newest.epoch(), newest.lastSegment(), 0, -1));
        }
        if (paths.size() < config.quorum())
            throw refused(Reason.TOO_FEW_DEVICES, "a commit needs " + config.quorum() + " devices that can be written");
        long failed = 0;
        for (int i = 0; i < devices.size(); i++) if (devices.get(i).unusable) failed |= 1L << i;
        long mask = failed;
        var marked = files.stream()
                .map(file -> file.withEpoch(file.epoch(), file.lastSegment(), mask))
                .toList();
        return opening.begin(paths, marked, world.random(), world.threads());
    }

    private void makeAnew(Device device, State state, Device primary) {
        log.warn("Metadata device made anew folder={} because it {}", device.folder.path(), device.trouble);
        try {
            var things = new ArrayList<>(device.folder.copies());
            things.add(device.folder.path().resolve(MirrorFile.NAME));
            things.add(device.folder.log());
            if (device != primary) things.add(device.folder.state());
            device.folder.quarantine(copies, things);
            if (device == primary) return;
            copies.deleteFolder(primary.folder.checkpoint());
            state.checkpoint(primary.folder.checkpoint());
            var target = device.folder.copy(state.applied());
            copies.copy(primary.folder.checkpoint(), target, target, StateCopy.Trust.READ_BACK, state.id());
        } catch (IOException e) {
            log.error("Metadata device cannot be made anew folder={}", device.folder.path(), e);
            device.unusable = true;
        }
    }

    private static List<Path> folders(List<Device> devices) {
        return devices.stream().map(device -> device.folder.path()).toList();
    }

    private List<DeviceFolder> deviceFolders() {
        return devices.stream().map(device -> device.folder).toList();
    }

    private List<DeviceFolder> usableFolders() {
        return devices.stream()
                .filter(device -> !device.unusable)
                .map(device -> device.folder)
                .toList();
    }
}
