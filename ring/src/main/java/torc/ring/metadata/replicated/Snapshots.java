package torc.ring.metadata.replicated;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.jspecify.annotations.Nullable;
import torc.common.pace.Pace;

/// The snapshots of a member: each a folder with a RocksDB checkpoint, named after the last entry in it. Ratis
/// sends
/// the
/// newest to members that the log no longer reaches, and puts what it received in place of this folder.
final class Snapshots implements StateMachineStorage {
    private static final Pattern NAME = Pattern.compile("([0-9]+)_([0-9]+)");
    private static final String MAKING = "making";

    /// Ratis writes one beside each file that it received.
    private static final String CHECKSUM_SUFFIX = ".md5";

    private final Path folder;
    private final Pace chunks;
    private volatile @Nullable SnapshotInfo latest;

    /// @param folder the member's state machine folder
    /// @param chunks pace at which chunks go to other members
    Snapshots(Path folder, Pace chunks) {
        this.folder = folder;
        this.chunks = chunks;
    }

    @Override
    public void init(RaftStorage storage) throws IOException {
        latest = newest().map(this::describe).orElse(null);
    }

    /// A snapshot, by its folder.
    record Snapshot(Path folder, TermIndex last) {}

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return latest;
    }

    Optional<Snapshot> newest() throws IOException {
        return all().stream().max(Comparator.comparing(Snapshot::last));
    }

    private List<Snapshot> all() throws IOException {
        var found = new ArrayList<Snapshot>();
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                var name = NAME.matcher(entry.getFileName().toString());
                if (name.matches())
                    found.add(new Snapshot(
                            entry, TermIndex.valueOf(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))));
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        return found;
    }

    /// Writes a snapshot of a state that has taken in the log up to an entry. What the state flushed is durable.
    void take(Rows rows, TermIndex last) throws IOException {
        var making = folder.resolve(MAKING);
        delete(making);
        Files.createDirectories(folder);
        rows.with(state -> {
            state.checkpoint(making);
            return state;
        });
        var target = folder.resolve(last.getTerm() + "_" + last.getIndex());
        delete(target);
        Files.move(making, target);
        sync(folder);
        latest = describe(new Snapshot(target, last));
    }

    /// Ratis writes what it receives without syncing it, and the log goes on behind it: after a power failure
    /// there
    /// would be nothing before the log.
    void makeDurable(Snapshot received) throws IOException {
        syncAll(received.folder());
        sync(folder);
    }

    private SnapshotInfo describe(Snapshot snapshot) {
        try (var files = Files.list(snapshot.folder())) {
            var infos = files.filter(file -> !file.toString().endsWith(CHECKSUM_SUFFIX))
                    .map(file -> new FileInfo(file, null))
                    .toList();
            return new PacedSnapshot(new FileListSnapshotInfo(infos, snapshot.last()), chunks);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Puts a copy of the newest snapshot where rows live. Tables, which never change, are linked.
    static void restore(Snapshot snapshot, Path target) throws IOException {
        delete(target);
        Files.createDirectories(target);
        try (var files = Files.newDirectoryStream(snapshot.folder())) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (name.endsWith(CHECKSUM_SUFFIX)) continue;
                if (name.endsWith(".sst")) Files.createLink(target.resolve(name), file);
                else Files.copy(file, target.resolve(name));
            }
        }
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        var current = latest;
        if (current == null) return;
        for (var snapshot : all()) if (snapshot.last().compareTo(current.getTermIndex()) < 0) delete(snapshot.folder());
    }

    @Override
    public void format() {}

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) return;
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                if (failed != null) throw failed;
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Makes a folder with all in it durable.
    static void syncAll(Path top) throws IOException {
        try (var paths = Files.walk(top)) {
            for (var path : (Iterable<Path>) paths::iterator) sync(path);
        }
    }

    static void sync(Path folder) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
