package torc.objectserver.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The folder of a device: whose it is, that one process has it, and where the parts lie
/// (docs/formats.md, "Device folder").
final class DeviceFolder implements AutoCloseable {
    private static final String IDENTITY = "device";
    private static final String FORMAT = "torc device, format ";

    /// Record headers may have a third text; a release of format 1 would take such records for damaged ones.
    private static final String FIRST_LINE = FORMAT + 2;

    private static final String EARLIER_LINE = FORMAT + 1;

    private final Path folder;
    private final FileChannel lockFile;

    private DeviceFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /// Takes the folder for this process, and makes it if it is empty or not there.
    ///
    /// @throws DeviceRefused if it is another device's, of another release, or in use
    static DeviceFolder open(Path folder, String name) {
        try {
            create(folder);
            var lockFile =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (lockFile.tryLock() == null) throw new DeviceRefused("device folder " + folder + " is in use");
                var opened = new DeviceFolder(folder, lockFile);
                opened.identify(name);
                // At every opening: who made it may have died before its name was durable.
                Files.createDirectories(opened.segments());
                opened.syncFolder();
                return opened;
            } catch (OverlappingFileLockException _) {
                lockFile.close();
                throw new DeviceRefused("device folder " + folder + " is in use by this process");
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use device folder " + folder, e);
        }
    }

    Path segments() {
        return folder.resolve("segments");
    }

    Path index() {
        return folder.resolve("index");
    }

    /// Puts an index that cannot be used aside, for a person to look at; the one put aside before goes.
    void putIndexAside() {
        try {
            var aside = folder.resolve("index.damaged");
            deleteTree(aside);
            if (Files.exists(index())) Files.move(index(), aside);
            syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put aside " + index(), e);
        }
    }

    /// Makes the next start build the index anew.
    void mistrustIndex() {
        try {
            Files.writeString(folder.resolve("index.mistrusted"), "");
            syncFolder();
        } catch (IOException e) {
            DeviceLog.LOG.warn("Could not mark a damaged index folder={} cause={}", folder, e.toString());
        }
    }

    /// Whether [#mistrustIndex()] was called since the index was last made.
    boolean mistrustsIndex() {
        return Files.exists(folder.resolve("index.mistrusted"));
    }

    void trustIndex() {
        try {
            if (Files.deleteIfExists(folder.resolve("index.mistrusted"))) syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use device folder " + folder, e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock device folder " + folder, e);
        }
    }

    private void identify(String name) throws IOException {
        var identity = folder.resolve(IDENTITY);
        var wanted = FIRST_LINE + "\nname " + name + "\n";
        if (!Files.exists(identity)) {
            if (Files.exists(segments()) || Files.exists(index()))
                throw new DeviceRefused("device folder " + folder + " holds data but no file '" + IDENTITY
                        + "': it is damaged, or not Torc's");
            create(identity, wanted);
            return;
        }
        var found = Files.readString(identity, StandardCharsets.ISO_8859_1);
        if (found.equals(wanted)) return;
        if (found.equals(EARLIER_LINE + "\nname " + name + "\n")) {
            create(identity, wanted);
            return;
        }
        throw new DeviceRefused(
                found.startsWith(FIRST_LINE + "\nname ") || found.startsWith(EARLIER_LINE + "\nname ")
                        ? "device folder " + folder + " is not " + name + "'s: its file '" + IDENTITY + "' says "
                                + found.strip().replace('\n', ',')
                        : "device folder " + folder + " says '"
                                + found.lines().findFirst().orElse("") + "'; this release knows '" + FIRST_LINE
                                + "'. Use the release that wrote it, or a newer one");
    }

    private void create(Path identity, String text) throws IOException {
        var fresh = folder.resolve(IDENTITY + ".new");
        try (var file = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            file.force(true);
        }
        Files.move(fresh, identity, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    /// Makes a folder, and those above it that are not there, each with a durable name.
    private static void create(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) return;
        var above = wanted.toAbsolutePath().getParent();
        if (above != null) create(above);
        Files.createDirectories(wanted);
        if (above != null) sync(above);
    }

    private void syncFolder() throws IOException {
        sync(folder);
    }

    private static void sync(Path folder) throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.list(tree)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(tree);
    }
}
