package torc.tools.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import torc.ring.file.RingFile;
import torc.ring.file.RingFileDamaged;
import torc.ring.placement.Ring;
import torc.tools.command.ExitCode;

/// A data directory that this process has to itself until it is closed.
public final class DataDirectory implements AutoCloseable {
    /// Grows with every change that an older program must not touch.
    static final String VERSION = "torc-data 1";

    private static final String VERSION_FILE = "VERSION";
    private static final String LOCK_FILE = "torc.lock";
    private static final String PID_FILE = "torc.pid";
    private static final String LAYOUT_FILE = "layout";
    private static final String CREDENTIALS_FILE = "credentials";
    private static final String ENDPOINTS_FILE = "endpoints";

    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// Takes the directory, and makes it if it is not there or empty.
    ///
    /// @throws DataRefused if it is in use, of another version, not writable, or something else
    public static DataDirectory open(Path root) {
        makeFolder(root);
        if (!Files.isWritable(root)) {
            throw new DataRefused(ExitCode.NOT_WRITABLE, "the data directory " + root + " is not writable");
        }
        refuseForeign(root);
        try {
            var file = FileChannel.open(root.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = file.tryLock();
            if (lock == null) {
                file.close();
                throw inUse(root);
            }
            var directory = new DataDirectory(root, file, lock);
            directory.checkVersion();
            Files.writeString(root.resolve(PID_FILE), ProcessHandle.current().pid() + "\n");
            return directory;
        } catch (java.nio.channels.OverlappingFileLockException e) {
            throw inUse(root);
        } catch (IOException failed) {
            throw new DataRefused(
                    ExitCode.NOT_WRITABLE, "cannot write to the data directory " + root + ": " + failed.getMessage());
        }
    }

    private static DataRefused inUse(Path root) {
        var pid = readPid(root).map(each -> " by process " + each).orElse("");
        return new DataRefused(
                ExitCode.IN_USE,
                "the data directory " + root + " is in use" + pid + "; stop it with: torc down --data " + root);
    }

    private static void makeFolder(Path root) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new DataRefused(ExitCode.NOT_WRITABLE, root + " is not a folder");
            }
            Files.createDirectories(root, ownerOnly);
        } catch (IOException failed) {
            throw new DataRefused(
                    ExitCode.NOT_WRITABLE, "cannot make the data directory " + root + ": " + failed.getMessage());
        }
    }

    private static void refuseForeign(Path root) {
        if (Files.exists(root.resolve(VERSION_FILE))) return;
        try (var entries = Files.list(root)) {
            var foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(LOCK_FILE) && !name.equals(PID_FILE) && !name.equals("torc.log"))
                    .findFirst();
            if (foreign.isPresent()) {
                throw new DataRefused(
                        ExitCode.OTHER_VERSION,
                        root + " holds something that is not Torc's (" + foreign.get() + "); give an empty folder");
            }
        } catch (IOException failed) {
            throw new DataRefused(ExitCode.NOT_WRITABLE, "cannot read " + root + ": " + failed.getMessage());
        }
    }

    private void checkVersion() throws IOException {
        var file = root.resolve(VERSION_FILE);
        if (!Files.exists(file)) {
            KeyValueFile.writeSecretly(file, (VERSION + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        var found = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
        if (!found.equals(VERSION)) {
            close();
            throw new DataRefused(
                    ExitCode.OTHER_VERSION,
                    "the data directory " + root + " was written as '" + found + "', this program knows '" + VERSION
                            + "'; use the program that wrote it");
        }
    }

    public Path root() {
        return root;
    }

    /// The folder of a device.
    public Path device(int index) {
        return root.resolve("devices").resolve("d" + index);
    }

    /// Refuses a directory that has been in use and whose metadata is on no device any more: a start would begin
    /// with none, and the blobs would come to look as if nobody named them.
    ///
    /// @throws DataRefused if so
    public void checkMetadata(Layout layout) {
        if (layout().isEmpty()) return;
        for (int index = 0; index < layout.replicas(); index++)
            if (Files.exists(device(index).resolve("metadata").resolve("mirror"))) return;
        throw new DataRefused(
                ExitCode.DAMAGED,
                "the metadata of " + root + " is on no device any more. Bring it back from a backup; or make what the"
                        + " blobs tell anew: torc fsck --rebuild-metadata --data " + root);
    }

    /// The folder of a cluster node's metadata.
    public Path metadata() {
        return root.resolve("metadata");
    }

    /// The file of the object ring.
    public Path objectRing() {
        return root.resolve("object.ring.gz");
    }

    /// The object ring.
    ///
    /// @throws DataRefused if its file is damaged
    public Ring readRing() {
        try {
            return RingFile.read(objectRing()).ring();
        } catch (RingFileDamaged | UncheckedIOException e) {
            throw KeyValueFile.damaged(objectRing(), String.valueOf(e.getMessage()));
        }
    }

    /// The layout that the directory was made with; empty before the first start is complete.
    public Optional<Layout> layout() {
        return layoutOf(root);
    }

    /// As [#layout()], of a directory that need not be open, nor be there.
    ///
    /// @throws DataRefused if the file is damaged
    public static Optional<Layout> layoutOf(Path root) {
        var file = root.resolve(LAYOUT_FILE);
        if (!Files.exists(file)) return Optional.empty();
        var values = KeyValueFile.read(file);
        return Optional.of(new Layout(number(file, values, "devices"), number(file, values, "replicas")));
    }

    private static int number(Path file, Map<String, String> values, String key) {
        var text = KeyValueFile.need(file, values, key);
        if (!text.matches("[1-9][0-9]{0,5}")) throw KeyValueFile.damaged(file, "'" + key + "' is no number");
        return Integer.parseInt(text);
    }

    public void fix(Layout layout) {
        var values = new LinkedHashMap<String, String>();
        values.put("devices", Integer.toString(layout.devices()));
        values.put("replicas", Integer.toString(layout.replicas()));
        KeyValueFile.write(root.resolve(LAYOUT_FILE), "fixed at the first start; do not change", values);
    }

    /// The secrets, drawn by `newSecrets` if there are none yet.
    public Credentials credentials(NewSecrets newSecrets) {
        if (!Files.exists(credentialsFile(root)))
            KeyValueFile.write(credentialsFile(root), "keep this file to yourself", newSecrets.draw());
        return readCredentials(root);
    }

    /// Takes over the secrets of the cluster that this directory joins.
    public void adopt(Credentials credentials) {
        KeyValueFile.write(credentialsFile(root), "keep this file to yourself", NewSecrets.values(credentials));
    }

    /// The folder of the node's identity, made if it is not there, for its owner alone.
    public Path clusterFolder() {
        var folder = clusterFolder(root);
        makeFolder(folder);
        return folder;
    }

    /// As [#clusterFolder()], of a directory that need not be open; it may not be there.
    public static Path clusterFolder(Path root) {
        return root.resolve("cluster");
    }

    static Path credentialsFile(Path root) {
        return root.resolve(CREDENTIALS_FILE);
    }

    public Path credentialsFile() {
        return credentialsFile(root);
    }

    /// Tells other commands where this process is reached. From then on it counts as up.
    public void announce(Endpoints endpoints) {
        KeyValueFile.write(root.resolve(ENDPOINTS_FILE), "of the running process", endpoints.toValues());
    }

    /// The secrets of a data directory that another process may have.
    ///
    /// @throws DataRefused if there are none
    public static Credentials readCredentials(Path root) {
        var file = credentialsFile(root);
        if (!Files.exists(file)) {
            throw new DataRefused(ExitCode.NOT_RUNNING, "no Torc was ever started in " + root + "; start it: torc up");
        }
        return NewSecrets.read(file);
    }

    /// Where the process that has this data directory is reached; empty if none is up.
    public static Optional<Endpoints> running(Path root) {
        var file = root.resolve(ENDPOINTS_FILE);
        if (!Files.exists(file) || !isInUse(root)) return Optional.empty();
        try {
            return Optional.of(Endpoints.of(KeyValueFile.read(file)));
        } catch (UncheckedIOException vanished) {
            return Optional.empty(); // It stopped in between.
        }
    }

    /// Whether a process has this data directory.
    public static boolean isInUse(Path root) {
        var file = root.resolve(LOCK_FILE);
        if (!Files.exists(file)) return false;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (java.nio.channels.OverlappingFileLockException _) {
            return true; // By this very process.
        } catch (IOException failed) {
            throw new DataRefused(ExitCode.NOT_WRITABLE, "cannot look at " + file + ": " + failed.getMessage());
        }
    }

    /// The process that has, or had, this data directory.
    public static Optional<Long> readPid(Path root) {
        try {
            return Optional.of(
                    Long.parseLong(Files.readString(root.resolve(PID_FILE)).trim()));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(root.resolve(ENDPOINTS_FILE));
            Files.deleteIfExists(root.resolve(PID_FILE));
            lock.release();
            lockFile.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot give back " + root, failed);
        }
    }
}
