package torc.ring.metadata.replicated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;
import torc.ring.metadata.state.StateConfig;

/// Makes the rows of an embedded store the beginning of a group: its founder finds them as a snapshot, and the
/// others
/// get that from it.
public final class GroupSeed {
    private final Path folder;

    /// @param folder of the founder, which must not have started yet
    public GroupSeed(Path folder) {
        this.folder = folder;
    }

    /// Takes the rows over. Nobody may commit to the embedded store any more. It counts once the folder is
    /// there: a
    /// crash before leaves no folder.
    ///
    /// @throws MetadataDamaged if the rows cannot be copied
    public void plant(EmbeddedMetadataStore from, GroupConfig config) {
        var making = folder.resolveSibling(folder.getFileName() + ".making");
        try {
            Snapshots.delete(making);
            var group = making.resolve(config.groupFolder());
            // Ratis clears what has no such file.
            Files.createDirectories(group.resolve("current"));
            Files.writeString(group.resolve("current").resolve("raft-meta"), "term=0\nvotedFor=\n");
            var machine = group.resolve("sm");
            Files.createDirectories(machine);
            var copy = machine.resolve("copy");
            from.checkpoint(copy);
            long applied = applied(copy, config.state());
            // Before the first term: whatever the group decides is newer.
            Files.move(copy, machine.resolve("0_" + applied));
            Snapshots.syncAll(making);
            Files.move(making, folder);
            Snapshots.sync(folder.toAbsolutePath().resolveSibling("."));
        } catch (IOException | StateBroken e) {
            throw new MetadataDamaged("the rows cannot be taken over into " + folder, e);
        }
    }

    private static long applied(Path copy, StateConfig config) {
        try (var state = State.open(copy, config)) {
            state.flush();
            return state.applied();
        }
    }
}
