package torc.ring.metadata.replicated;

import java.util.List;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;
import torc.common.pace.Pace;

/// A snapshot that is sent no faster than the memory allows: Ratis 3.3 keeps every chunk that it has sent until the
/// time limit for its answer has passed, whether the answer came or not. It asks for the files before each chunk, and
/// is made to wait there.
///
/// @param snapshot what is sent
/// @param pace of the chunks of all snapshots that are sent
record PacedSnapshot(SnapshotInfo snapshot, Pace pace) implements SnapshotInfo {
    @Override
    public TermIndex getTermIndex() {
        return snapshot.getTermIndex();
    }

    @Override
    public List<FileInfo> getFiles() {
        try {
            pace.spend(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e); // Ratis tells the other member that it ends.
        }
        return snapshot.getFiles();
    }
}
