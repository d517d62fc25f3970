package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The segments of one device. Appends come from one thread at a time; the rest is safe for many.
final class MirrorLog implements AutoCloseable {
    private static final String SPARE = "spare";
    private static final int ZEROS_BYTES = 1 << 20;

    private final Disk disk;
    private final Path folder;
    private final LogConfig config;
    private final ReentrantLock names = new ReentrantLock();
    private final List<StoredSegment> segments;

    private @Nullable DiskFile current;
    private long position;
    /// Whether something was written since the last sync: a mark.
    private boolean unsynced;

    private volatile boolean stopped;
    private long capacity;

    /// A segment's header and its file.
    record StoredSegment(SegmentHeader header, Path file, long bytes) {}

    private MirrorLog(Disk disk, Path folder, LogConfig config, List<StoredSegment> segments) {
        this.disk = disk;
        this.folder = folder;
        this.config = config;
        this.segments = segments;
    }

    /// Reads which segments a folder holds.
    ///
    /// @throws IOException also for a segment whose header is damaged
    static MirrorLog open(Disk disk, Path folder, LogConfig config) throws IOException {
        disk.createFolders(folder);
        var segments = new ArrayList<StoredSegment>();
        for (var path : disk.list(folder)) {
            if (!path.getFileName().toString().endsWith(".log")) continue;
            try (var file = disk.open(path)) {
                var block = ByteBuffer.allocateDirect(RecordFormat.BLOCK_BYTES);
                file.read(block, 0);
                var header = SegmentHeader.decode(block.flip());
                if (header.isEmpty()
                        || !path.equals(folder.resolve(name(header.get().number()))))
                    throw new IOException("the header of log segment " + path + " is damaged");
                segments.add(new StoredSegment(header.get(), path, file.size()));
            }
        }
        return new MirrorLog(disk, folder, config, segments);
    }

    private static String name(long number) {
        return String.format(java.util.Locale.ROOT, "%016x.log", number);
    }

    List<StoredSegment> segments() {
        names.lock();
        try {
            return List.copyOf(segments);
        } finally {
            names.unlock();
        }
    }

    /// Begins a segment that has room for a record of `recordBytes`, and makes that durable.
    ///
    /// Its header says that all records before it are durable, so a mark that nobody waited for has to be so first.
    void begin(SegmentHeader header, long recordBytes) throws IOException {
        var last = current;
        if (last != null && unsynced) last.sync();
        closeCurrent();
        long needed = RecordFormat.BLOCK_BYTES + recordBytes;
        names.lock();
        try {
            var file = takeSpare(needed);
            var spare = folder.resolve(SPARE);
            if (file == null) {
                spare = folder.resolve("begun");
                file = zeroed(spare, Math.max(needed, config.firstSegmentBytes()));
            }
            current = file;
            file.write(header.encode(), 0);
            file.sync();
            var path = folder.resolve(name(header.number()));
            disk.rename(spare, path);
            disk.syncFolder(folder);
            capacity = file.size();
            position = RecordFormat.BLOCK_BYTES;
            segments.add(new StoredSegment(header, path, capacity));
        } finally {
            names.unlock();
        }
    }

    private @Nullable DiskFile takeSpare(long needed) throws IOException {
        var spare = folder.resolve(SPARE);
        if (!disk.exists(spare)) return null;
        var file = disk.open(spare);
        if (file.size() >= needed) return file;
        file.close();
        return null;
    }

    /// Makes a segment ahead of use, so that nobody has to wait for it. Takes as long as writing its bytes takes.
    void prepareSpare() throws IOException {
        if (disk.exists(folder.resolve(SPARE))) return;
        var making = folder.resolve("making");
        zeroed(making, config.segmentBytes()).close();
        if (stopped) return;
        names.lock();
        try {
            disk.rename(making, folder.resolve(SPARE));
            disk.syncFolder(folder);
        } finally {
            names.unlock();
        }
    }

    /// Lets a spare that is being made be: the log is about to be closed.
    void stopPreparing() {
        stopped = true;
    }

    boolean hasSpare() {
        return disk.exists(folder.resolve(SPARE));
    }

    private DiskFile zeroed(Path path, long bytes) throws IOException {
        var file = disk.create(path);
        try {
            var zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS_BYTES, bytes));
            for (long at = 0; at < bytes && !stopped; at += zeros.capacity()) {
                file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at)), at);
                file.sync();
            }
            return file;
        } catch (IOException e) {
            file.close();
            disk.delete(path);
            throw e;
        }
    }

    boolean fits(long recordBytes) {
        return position + recordBytes <= capacity;
    }

    /// Appends a sealed record that is padded to whole blocks.
    void append(ByteBuffer record, boolean sync) throws IOException {
        var file = current;
        if (file == null) throw new IOException("the log is closed");
        long at = position;
        position += record.remaining();
        file.write(record, at);
        unsynced = !sync;
        if (sync) file.sync();
    }

    /// Lets go of the oldest segments whose records are all at or below `sequence`, as long as `retained` bytes are
    /// left in the others.
    void drop(long sequence, long retained) throws IOException {
        names.lock();
        try {
            long bytes = segments.stream().mapToLong(StoredSegment::bytes).sum();
            while (segments.size() > 1 && segments.get(1).header().firstSequence() - 1 <= sequence) {
                var oldest = segments.getFirst();
                bytes -= oldest.bytes();
                if (bytes < retained) return;
                if (!hasSpare() && oldest.bytes() >= config.segmentBytes())
                    disk.rename(oldest.file(), folder.resolve(SPARE));
                else disk.delete(oldest.file());
                segments.removeFirst();
                disk.syncFolder(folder);
            }
        } finally {
            names.unlock();
        }
    }

    private void closeCurrent() throws IOException {
        var file = current;
        current = null;
        if (file != null) file.close();
    }

    @Override
    public void close() throws IOException {
        closeCurrent();
    }
}
