package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Real files that fail on demand and forget, in a power cut, a random part of what was never synced.
public final class FaultDisk implements Disk {
    private static final int SECTOR_BYTES = 512;

    private final RealDisk real = new RealDisk();
    private final Map<Path, Contents> contents = new HashMap<>();
    private Predicate<Path> failingSyncs = _ -> false;
    private Predicate<Path> failingReads = _ -> false;
    private long failingReadsFrom;
    private Predicate<Path> hangingSyncs = _ -> false;
    private CountDownLatch hang = new CountDownLatch(0);
    private long usable = Long.MAX_VALUE;
    private final Set<Path> syncedFolders = new HashSet<>();
    private boolean off;

    /// Lets syncs of files whose path fits fail, until told otherwise.
    public synchronized void failSyncs(Predicate<Path> which) {
        failingSyncs = which;
    }

    /// Lets syncs of files whose path fits hang until the latch is open.
    public synchronized void hangSyncs(CountDownLatch until, Predicate<Path> which) {
        hang = until;
        hangingSyncs = which;
    }

    private void awaitSync(Path path) throws IOException {
        CountDownLatch until;
        synchronized (this) {
            if (!hangingSyncs.test(path)) return;
            until = hang;
        }
        try {
            if (!until.await(1, TimeUnit.MINUTES)) throw new IOException("hung for a minute");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Lets reads of files whose path fits fail, until told otherwise.
    public synchronized void failReads(Predicate<Path> which) {
        failReadsFrom(0, which);
    }

    /// Lets reads fail only if they go beyond the first `offset` bytes.
    public synchronized void failReadsFrom(long offset, Predicate<Path> which) {
        failingReads = which;
        failingReadsFrom = offset;
    }

    /// The folders whose names were made durable so far.
    public synchronized Set<Path> syncedFolders() {
        return Set.copyOf(syncedFolders);
    }

    public synchronized void setUsable(long bytes) {
        usable = bytes;
    }

    /// From here on nothing works.
    public synchronized void powerOff() {
        off = true;
    }

    /// What the devices hold when power returns: all that was synced, and of the rest each sector as chance has it.
    public synchronized void forgetUnsynced(Random random) throws IOException {
        for (var file : contents.entrySet()) file.getValue().forget(file.getKey(), random);
        contents.clear();
        off = false;
        failingSyncs = _ -> false;
    }

    private synchronized void requirePower() throws IOException {
        if (off) throw new IOException("the power is off");
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        requirePower();
        contents.remove(file);
        return open(file, real.create(file));
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        requirePower();
        return open(file, real.open(file));
    }

    private DiskFile open(Path path, DiskFile opened) {
        return new FaultFile(contents.computeIfAbsent(path, Contents::new), opened);
    }

    @Override
    public boolean exists(Path path) {
        return real.exists(path);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return real.list(folder);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        requirePower();
        real.createFolders(folder);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        requirePower();
        real.rename(from, to);
        var moved = contents.remove(from);
        contents.remove(to);
        if (moved == null) return;
        moved.path = to;
        contents.put(to, moved);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        requirePower();
        real.delete(file);
        contents.remove(file);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        requirePower();
        real.link(existing, name);
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        requirePower();
        real.syncFolder(folder);
        syncedFolders.add(folder.toAbsolutePath().normalize());
    }

    @Override
    public synchronized long usableBytes(Path folder) {
        return usable;
    }

    private synchronized boolean syncFails(Path path) {
        return failingSyncs.test(path);
    }

    private synchronized boolean readFails(Path path, long end) {
        return end > failingReadsFrom && failingReads.test(path);
    }

    /// What was written to a file, under whatever name and through whatever opening of it, since its last sync.
    private final class Contents {
        private record Unsynced(long offset, byte[] before) {}

        private final ArrayDeque<Unsynced> unsynced = new ArrayDeque<>();
        private volatile Path path;

        Contents(Path path) {
            this.path = path;
        }

        synchronized void write(DiskFile opened, ByteBuffer bytes, long offset) throws IOException {
            var before = ByteBuffer.allocate(bytes.remaining());
            if (offset < opened.size()) opened.read(before, offset);
            unsynced.push(new Unsynced(offset, before.array()));
            opened.write(bytes, offset);
        }

        synchronized void sync() throws IOException {
            awaitSync(path);
            if (syncFails(path)) throw new IOException("injected: " + path + " cannot be synced");
            unsynced.clear();
        }

        synchronized void forget(Path name, Random random) throws IOException {
            if (unsynced.isEmpty() || !real.exists(name)) return;
            try (var file = real.open(name)) {
                for (var write : unsynced) {
                    for (int at = 0; at < write.before().length; at += SECTOR_BYTES) {
                        if (random.nextBoolean()) continue;
                        int count = Math.min(SECTOR_BYTES, write.before().length - at);
                        file.write(ByteBuffer.wrap(write.before(), at, count), write.offset() + at);
                    }
                }
            }
        }
    }

    private final class FaultFile implements DiskFile {
        private final Contents contents;
        private final DiskFile opened;

        FaultFile(Contents contents, DiskFile opened) {
            this.contents = contents;
            this.opened = opened;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            requirePower();
            contents.write(opened, bytes, offset);
        }

        @Override
        public void read(ByteBuffer bytes, long offset) throws IOException {
            requirePower();
            if (readFails(contents.path, offset + bytes.remaining()))
                throw new IOException("injected: " + contents.path + " cannot be read");
            opened.read(bytes, offset);
        }

        @Override
        public long size() throws IOException {
            return opened.size();
        }

        @Override
        public void sync() throws IOException {
            requirePower();
            contents.sync();
        }

        @Override
        public void close() throws IOException {
            opened.close();
        }
    }
}
