package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import torc.objectserver.disk.Disk;
import torc.objectserver.disk.DiskFile;

/// A disk in memory that remembers what was synced, so that a power cut can keep a random half of the rest, sector by
/// sector; and that can be full, or fail at a call that the test names.
final class SimulatedDisk implements Disk {
    private static final int SECTOR_BYTES = 512;

    private final TreeMap<String, Content> files = new TreeMap<>();
    private final TreeMap<String, Content> durableFiles = new TreeMap<>();
    private long capacityBytes = 1L << 30;
    private Predicate<String> fails = _ -> false;
    private int openHandles;
    private long deallocatedBytes;
    private boolean dead;

    /// Bytes that were given back from within files.
    synchronized long deallocatedBytes() {
        return deallocatedBytes;
    }

    /// Fails every call whose name ("write", "sync", "read", "open", "delete", "syncNames") the predicate takes.
    synchronized void failWhen(Predicate<String> failing) {
        fails = failing;
    }

    synchronized void limitTo(long bytes) {
        capacityBytes = bytes;
    }

    /// Handles that were opened and not closed.
    synchronized int openHandles() {
        return openHandles;
    }

    /// What a power cut now leaves: what was synced, and of each sector written since by chance the old or the new.
    /// Nothing that the old device does afterwards matters.
    synchronized SimulatedDisk powerCut(Random chance) {
        dead = true;
        var after = new SimulatedDisk();
        after.capacityBytes = capacityBytes;
        for (var file : files.entrySet()) {
            if (!durableFiles.containsValue(file.getValue()) && chance.nextBoolean()) continue;
            var content = file.getValue().cut(chance);
            after.files.put(file.getKey(), content);
            after.durableFiles.put(file.getKey(), content);
        }
        return after;
    }

    synchronized byte[] bytes(String name) {
        return content(name).snapshot();
    }

    synchronized void setBytes(String name, byte[] bytes) {
        content(name).replace(bytes);
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        check("open");
        openHandles++;
        return new Handle(files.computeIfAbsent(name, _ -> new Content()));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        check("delete");
        files.remove(name);
    }

    @Override
    public synchronized void syncNames() throws IOException {
        check("syncNames");
        durableFiles.clear();
        durableFiles.putAll(files);
    }

    @Override
    public synchronized long usableBytes() {
        return capacityBytes - files.values().stream().mapToLong(Content::size).sum();
    }

    @Override
    public synchronized long totalBytes() {
        return capacityBytes;
    }

    private Content content(String name) {
        var content = files.get(name);
        if (content == null) throw new IllegalArgumentException("no such file: " + name);
        return content;
    }

    private void check(String call) throws IOException {
        if (dead) throw new IOException("the power is off");
        if (fails.test(call)) throw new IOException("Input/output error");
    }

    private static final class Content {
        private byte[] now = new byte[0];
        private int size;
        private byte[] synced = new byte[0];
        private final Set<Integer> dirtySectors = new HashSet<>();

        int size() {
            return size;
        }

        byte[] snapshot() {
            return Arrays.copyOf(now, size);
        }

        void replace(byte[] bytes) {
            now = bytes.clone();
            size = bytes.length;
        }

        void write(ByteBuffer from, int position) {
            var end = position + from.remaining();
            if (end > now.length) now = Arrays.copyOf(now, Math.max(end, 2 * now.length));
            size = Math.max(size, end);
            for (var sector = position / SECTOR_BYTES; sector * SECTOR_BYTES < end; sector++) dirtySectors.add(sector);
            from.get(now, position, from.remaining());
        }

        void sync() {
            synced = snapshot();
            dirtySectors.clear();
        }

        Content cut(Random chance) {
            var after = new Content();
            after.replace(Arrays.copyOf(synced, size));
            for (var sector : new ArrayList<>(dirtySectors)) {
                var from = sector * SECTOR_BYTES;
                var bytes = Math.min(SECTOR_BYTES, size - from);
                if (bytes > 0 && chance.nextBoolean()) System.arraycopy(now, from, after.now, from, bytes);
            }
            after.synced = after.snapshot();
            return after;
        }
    }

    private final class Handle implements DiskFile {
        private final Content content;
        private boolean closed;

        Handle(Content content) {
            this.content = content;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                check("read");
                if (closed) throw new IOException("closed");
                var bytes = (int) Math.max(0, Math.min(into.remaining(), content.size - position));
                into.put(content.now, (int) position, bytes);
                return bytes;
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                check("write");
                if (closed) throw new IOException("closed");
                if (Math.max(0, position + from.remaining() - content.size) > usableBytes())
                    throw new IOException("No space left on device");
                content.write(from, (int) position);
            }
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.size;
            }
        }

        @Override
        public void truncate(long bytes) {
            synchronized (SimulatedDisk.this) {
                content.replace(Arrays.copyOf(content.now, (int) bytes));
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                check("sync");
                content.sync();
            }
        }

        @Override
        public void preallocate(long position, long bytes) {}

        @Override
        public void writeDirect(ByteBuffer from, long position) throws IOException {
            if (position % DIRECT_ALIGNMENT != 0 || from.remaining() % DIRECT_ALIGNMENT != 0)
                throw new IOException("not aligned: " + from.remaining() + " bytes at " + position);
            if (from.alignmentOffset(from.position(), DIRECT_ALIGNMENT) != 0)
                throw new IOException("not aligned in memory");
            write(from, position);
        }

        @Override
        public void deallocate(long position, long bytes) {
            synchronized (SimulatedDisk.this) {
                var end = Math.min(content.size, position + bytes);
                deallocatedBytes += bytes;
                if (end > position) content.write(ByteBuffer.allocate((int) (end - position)), (int) position);
            }
        }

        @Override
        public void close() {
            synchronized (SimulatedDisk.this) {
                if (!closed) openHandles--;
                closed = true;
            }
        }
    }
}
