package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torc.tools.devcluster.Shell;

/// A small file system for each node, ext4 on a loop device, so that one node's disk can be full or slow. Needs
/// root and
/// `mkfs.ext4`. Unmounted when closed; the images stay in the folder.
public final class Disks implements AutoCloseable {
    private static final String SIZE = "3G";

    private final Path folder;
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

    /// Its loop device as `major:minor`.
    String device(int node) throws InterruptedException {
        return Shell.must("findmnt", "-n", "-o", "MAJ:MIN", mount(node).toString())
                .strip();
    }

    @Override
    public void close() {
        try {
            for (var mount : mounts) Shell.run(List.of("umount", "-l", mount.toString()));
            mounts.clear();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
