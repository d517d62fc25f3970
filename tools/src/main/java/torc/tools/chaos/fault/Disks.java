package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import torc.tools.devcluster.Shell;

/// A small file system for each node, ext4 on a loop device, so that one node's disk can be full or slow. Needs
/// root and
/// `mkfs.ext4`. Unmounted when closed; the images stay in the folder.
public final class Disks implements AutoCloseable {
    private static final String SIZE = "3G";

    private static final Path GROUPS = Path.of("/sys/fs/cgroup/blkio");
    private static final String THROTTLE = "blkio.throttle.write_bps_device";

    private final Path folder;
    private final Set<Path> groups = new HashSet<>();
    private final List<Path> mounts = new ArrayList<>();

    /// Why they cannot be made here; empty if they can.
    public static Optional<String> missing() {
        if (!Shell.isRoot()) return Optional.of("a file system for each node needs root");
        if (!Shell.has("mkfs.ext4")) return Optional.of("a file system for each node needs mkfs.ext4 (e2fsprogs)");
        if (!Files.exists(Path.of("/dev/loop-control")))
            return Optional.of("a file system for each node needs loop devices");
        return Optional.empty();
    }

    public Disks(Path folder, int nodes) throws InterruptedException {
        this.folder = folder;
        try {
            for (int node = 0; node < nodes; node++) make(node);
        } catch (RuntimeException | InterruptedException failed) {
            close();
            throw failed;
        }
    }

    private void make(int node) throws InterruptedException {
        var image = folder.resolve("n" + (node + 1) + ".img");
        var mount = folder.resolve("disk-n" + (node + 1));
        try {
            Files.createDirectories(mount);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Shell.must("truncate", "-s", SIZE, image.toString());
        Shell.must("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        Shell.must("mount", "-o", "loop", image.toString(), mount.toString());
        mounts.add(mount);
    }

    /// Where a node's file system is.
    public Path mount(int node) {
        return mounts.get(node);
    }

    /// Why a disk cannot be slowed here; empty if it can.
    static Optional<String> missingThrottle() {
        return Files.isWritable(GROUPS.resolve(THROTTLE))
                ? Optional.empty()
                : Optional.of("needs the blkio control group of version 1 at " + GROUPS);
    }

    /// Bounds what a process writes to a node's disk, by the throttle of the block I/O control group (version 1).
    void throttle(int node, long pid, long bytesPerSecond) throws InterruptedException {
        var device = Shell.must("findmnt", "-n", "-o", "MAJ:MIN", mount(node).toString())
                .strip();
        try {
            var group = Files.createDirectories(group(node));
            groups.add(group);
            Files.writeString(group.resolve(THROTTLE), device + " " + bytesPerSecond);
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Ends what [#throttle(int, long, long)] began.
    void free(int node) {
        removeGroup(group(node));
    }

    private Path group(int node) {
        return GROUPS.resolve("torc-chaos-" + ProcessHandle.current().pid() + "-" + node);
    }

    /// What is in a group that goes has to move to another first.
    private static void removeGroup(Path group) {
        try {
            if (!Files.exists(group)) return;
            for (var pid : Files.readAllLines(group.resolve("cgroup.procs")))
                Files.writeString(GROUPS.resolve("cgroup.procs"), pid);
            Files.deleteIfExists(group);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            groups.forEach(Disks::removeGroup);
            for (var mount : mounts) Shell.run(List.of("umount", "-l", mount.toString()));
            mounts.clear();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
