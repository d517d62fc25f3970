package torc.ring.metadata.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import torc.common.id.Id128;
import torc.ring.log.Disk;
import torc.ring.metadata.state.StateBroken;

/// Copies of a RocksDB checkpoint on other devices: a folder of its files and `FILES`, which names each with its size
/// and CRC32C (docs/formats.md, "The metadata state"). A copy without a sound `FILES` is none.
final class StateCopy {
    private static final String FILES = "FILES";
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MAX_FILES_BYTES = 16 << 20;

    private final Disk disk;
    /// Lent to one file at a time: the keeper copies while a reader replaces a damaged state.
    private final ReentrantLock buffering = new ReentrantLock();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    StateCopy(Disk disk) {
        this.disk = disk;
    }

    private record Entry(String name, long bytes, String crc) {
        @Override
        public String toString() {
            return crc + " " + bytes + " " + name;
        }
    }

    private record Listing(Id128 state, List<Entry> entries) {}

    /// How far the tables of an earlier copy may be relied on.
    enum Trust {
        /// As they were when they were copied.
        WRITTEN,
        /// Only those that read back now as they were written.
        READ_BACK
    }

    /// Copies `source` to the folder `target`, which is made anew. Tables that `earlier`, a copy on the same
    /// device of the same state, has already are linked instead; tables never change. Every byte is read back
    /// before this returns.
    ///
    /// @param state names the history of files that the copy comes from: tables of two histories may share
    ///     names
    /// @throws StateBroken if a table of `source` is damaged
    /// @throws IOException if it cannot be written, or `source` is no whole checkpoint
    void copy(Path source, Path target, Path earlier, Trust trust, Id128 state) throws IOException {
        deleteFolder(target);
        disk.createFolders(target);
        var known = new HashMap<String, Entry>();
        if (disk.exists(earlier)) {
            var listing = listing(earlier);
            if (listing != null && listing.state().equals(state))
                for (var entry : listing.entries()) known.put(entry.name(), entry);
        }
        var entries = new ArrayList<Entry>();
        for (var file : disk.list(source)) {
            var name = file.getFileName().toString();
            if (name.equals(FILES) || name.endsWith(".log") || name.startsWith("LOG") || name.equals("LOCK")) continue;
            entries.add(copyFile(file, target.resolve(name), known, earlier, trust));
        }
        // The file that a database begins with: without it the copy is none, however whole its other files are.
        if (entries.stream().noneMatch(entry -> entry.name().equals("CURRENT")))
            throw new IOException(source + " is no whole checkpoint");
        write(target, new Listing(state, entries));
        disk.syncFolder(target);
        disk.syncFolder(target.resolveSibling("."));
    }

    private Entry copyFile(Path file, Path target, Map<String, Entry> known, Path earlier, Trust trust)
            throws IOException {
        var name = file.getFileName().toString();
        var before = known.get(name);
        boolean table = name.endsWith(".sst");
        if (table
                && before != null
                && before.bytes() == size(file)
                && (trust == Trust.WRITTEN || isSound(earlier.resolve(name), before))) {
            disk.link(earlier.resolve(name), target);
            return before;
        }
        if (table) verifyTable(file);
        return copyFile(file, target);
    }

    /// Damage is not to be spread to the copies.
    private static void verifyTable(Path file) {
        try (var options = new Options();
                var reader = new SstFileReader(options)) {
            reader.open(file.toString());
            reader.verifyChecksum();
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    private Entry copyFile(Path source, Path target) throws IOException {
        buffering.lock();
        try {
            return copyThroughBuffer(source, target);
        } finally {
            buffering.unlock();
        }
    }

    private Entry copyThroughBuffer(Path source, Path target) throws IOException {
        var crc = new CRC32C();
        long bytes = 0;
        try (var in = disk.open(source);
                var out = disk.create(target)) {
            while (true) {
                in.read(buffer.clear(), bytes);
                if (!buffer.flip().hasRemaining()) break;
                crc.update(buffer.duplicate());
                int count = buffer.remaining();
                out.write(buffer, bytes);
                bytes += count;
            }
            out.sync();
        }
        var entry = new Entry(source.getFileName().toString(), bytes, Long.toHexString(crc.getValue()));
        if (!isSound(target, entry)) throw new IOException("what was written to " + target + " does not read back");
        return entry;
    }

    private long size(Path file) throws IOException {
        try (var opened = disk.open(file)) {
            return opened.size();
        }
    }

    private void write(Path folder, Listing listing) throws IOException {
        var text = new StringBuilder("torc-state-copy 1 " + listing.state() + "\n");
        listing.entries().forEach(entry -> text.append(entry).append('\n'));
        var crc = crc(text.toString());
        text.append("end ").append(crc).append('\n');
        try (var file = disk.create(folder.resolve(FILES))) {
            file.write(ByteBuffer.wrap(text.toString().getBytes(UTF_8)), 0);
            file.sync();
        }
    }

    private static String crc(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private @org.jspecify.annotations.Nullable Listing listing(Path folder) {
        var path = folder.resolve(FILES);
        if (!disk.exists(path)) return null;
        try (var file = disk.open(path)) {
            var bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_FILES_BYTES));
            file.read(bytes, 0);
            return parse(new String(bytes.array(), 0, bytes.position(), UTF_8));
        } catch (IOException | IllegalArgumentException _) {
            return null; // Not sound, so not a copy.
        }
    }

    private static @org.jspecify.annotations.Nullable Listing parse(String text) {
        int end = text.lastIndexOf("end ");
        if (end < 0 || !text.substring(end).equals("end " + crc(text.substring(0, end)) + "\n")) return null;
        var lines = text.substring(0, end).lines().toList();
        var head = lines.getFirst().split(" ");
        if (head.length != 3 || !head[0].equals("torc-state-copy") || !head[1].equals("1")) return null;
        var entries = new ArrayList<Entry>();
        for (var line : lines.subList(1, lines.size())) {
            var fields = line.split(" ", 3);
            entries.add(new Entry(fields[2], Long.parseLong(fields[1]), fields[0]));
        }
        return new Listing(Id128.parse(head[2]), entries);
    }

    /// Whether all files are there with the right sizes: what can be said without reading them.
    boolean looksSound(Path folder) {
        var listing = listing(folder);
        if (listing == null) return false;
        try {
            for (var entry : listing.entries())
                if (!disk.exists(folder.resolve(entry.name())) || size(folder.resolve(entry.name())) != entry.bytes())
                    return false;
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether every byte is what was copied.
    boolean isSound(Path folder) {
        var listing = listing(folder);
        return listing != null
                && listing.entries().stream().allMatch(entry -> isSound(folder.resolve(entry.name()), entry));
    }

    private boolean isSound(Path path, Entry entry) {
        buffering.lock();
        try {
            return readsBack(path, entry);
        } finally {
            buffering.unlock();
        }
    }

    private boolean readsBack(Path path, Entry entry) {
        if (!disk.exists(path)) return false;
        var crc = new CRC32C();
        long bytes = 0;
        try (var file = disk.open(path)) {
            while (true) {
                file.read(buffer.clear(), bytes);
                if (!buffer.flip().hasRemaining()) break;
                bytes += buffer.remaining();
                crc.update(buffer);
            }
            return bytes == entry.bytes() && Long.toHexString(crc.getValue()).equals(entry.crc());
        } catch (IOException _) {
            return false;
        }
    }

    /// Copies a sound copy to a folder of its own, to be opened there.
    void restore(Path copy, Path target) throws IOException {
        deleteFolder(target);
        disk.createFolders(target);
        for (var file : disk.list(copy))
            if (!file.getFileName().toString().equals(FILES)) copyFile(file, target.resolve(file.getFileName()));
        disk.syncFolder(target);
    }

    /// Deletes a folder with the files and folders in it, if it is there.
    void deleteFolder(Path folder) throws IOException {
        for (var path : disk.list(folder)) {
            if (!disk.list(path).isEmpty()) deleteFolder(path);
            else disk.delete(path);
        }
        disk.delete(folder);
    }
}
