package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import torc.common.id.Ids;
import torc.ring.log.LogOpening;
import torc.ring.log.MirrorFile;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;

/// Makes a store of its own, of one device, out of a state's checkpoint: with a new id, so that its log never mixes
/// with
/// that of the store it came from.
public final class Backup {
    private final StoreSurroundings world;
    private final Ids ids;

    public Backup(StoreSurroundings world) {
        this.world = world;
        ids = new Ids(world.random());
    }

    /// @param folder where the backup is to be; there must be nothing yet
    /// @param checkpoint writes a consistent copy of the state to a folder that does not exist yet
    /// @throws MetadataDamaged if it fails
    public void write(Path folder, Consumer<Path> checkpoint) {
        var making = folder.resolveSibling(folder.getFileName() + ".making");
        try {
            if (world.disk().exists(folder)) throw new IllegalArgumentException("there is something at " + folder);
            var target = new DeviceFolder(world.disk(), making);
            new StateCopy(world.disk()).deleteFolder(making);
            Files.createDirectories(making);
            checkpoint.accept(target.state());
            writeLog(target, finish(target));
            world.disk().rename(making, folder);
            world.disk().syncFolder(folder.toAbsolutePath().resolveSibling("."));
        } catch (IOException | StateBroken e) {
            throw new MetadataDamaged("the backup to " + folder + " failed", e);
        }
    }

    /// What a checkpoint holds only it can tell: commits went on while it was made.
    ///
    /// @return the record that it has taken in last
    private long finish(DeviceFolder target) {
        try (var copy = State.open(
                target.state(), MetadataConfig.on(List.of(target.path())).state())) {
            copy.setId(ids.next());
            copy.flush();
            return copy.applied();
        }
    }

    private void writeLog(DeviceFolder target, long applied) throws IOException {
        var config = MetadataConfig.on(List.of(target.path()));
        var file = new MirrorFile(ids.next(), 1, 1, 0, 0, 0, 0, -1);
        var opening = new LogOpening(world.disk(), config.log());
        opening.readAbove(applied);
        opening.begin(List.of(target.path()), List.of(file), world.random(), world.threads())
                .close();
    }
}
