package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import torc.objectserver.disk.Disk;
import torc.objectserver.disk.DiskFile;

/// One segment file. Safe for many threads.
///
/// Its file is closed, and if it was condemned removed, when the last of its users has gone; the device itself is a
/// user until it condemns the segment or closes.
final class Segment {
    /// Shorter gaps are left to compaction.
    private static final long GIVE_BACK_BYTES = 1 << 20;

    private final Disk disk;
    private final DiskFile file;
    private final SegmentFormat format;
    private final TreeSet<Long> openExtents = new TreeSet<>();
    private long tail;
    private boolean sealed = true;
    private int users = 1;
    private boolean condemned;
    private volatile @Nullable String failure;

    /// @param tail end of what was written; nothing can be added before [#resume]
    Segment(Disk disk, DiskFile file, SegmentFormat format, long tail) {
        this.disk = disk;
        this.file = file;
        this.format = format;
        this.tail = tail;
    }

    int number() {
        return format.segment();
    }

    SegmentFormat format() {
        return format;
    }

    DiskFile file() {
        return file;
    }

    /// Why nothing that was not yet durable here can be trusted; null if all is well.
    @Nullable
    String failure() {
        return failure;
    }

    /// Whether its head could be read; if not, it must never be taken for empty.
    boolean isUnderstood() {
        return format.salt() != 0;
    }

    /// Says where its last record ends, while it is being opened.
    synchronized void endAt(long end) {
        tail = end;
    }

    /// Gives back the zeros behind the last record of a segment that nothing will be added to.
    void trim() throws IOException {
        if (file.size() > tail()) file.truncate(tail());
    }

    /// Lets records be added from here on.
    synchronized void resume(long end) {
        tail = end;
        sealed = false;
    }

    /// Takes `bytes` bytes at the end; -1 if the segment is sealed or they don't fit below `limit`.
    synchronized long reserve(long bytes, long limit) {
        var offset = format.kind().aligned(tail);
        if (sealed || (offset > SegmentFormat.FIRST_RECORD && offset + bytes > limit)) return -1;
        tail = offset + bytes;
        openExtents.add(offset);
        return offset;
    }

    /// Ends an extent of which `used` bytes hold a record; what is unused goes back to the tail if nothing came behind
    /// it, and else, if it is much, to the file system.
    void release(long offset, long reserved, long used) {
        if (!isLast(offset, reserved) && reserved - used >= GIVE_BACK_BYTES) {
            var unused = TailKind.LARGE.aligned(offset + used);
            file.deallocate(unused, offset + reserved - unused);
        }
        synchronized (this) {
            openExtents.remove(offset);
            if (isLast(offset, reserved)) tail = offset + used;
        }
    }

    private synchronized boolean isLast(long offset, long reserved) {
        return !sealed && tail == offset + reserved;
    }

    /// Everything before this is a record that the index knows, or nothing.
    synchronized long mark() {
        return openExtents.isEmpty() ? tail : openExtents.first();
    }

    /// End of what was ever handed out.
    synchronized long tail() {
        return tail;
    }

    synchronized void seal() {
        sealed = true;
    }

    /// Whether nothing can be added any more, also by writers that began before.
    synchronized boolean isComplete() {
        return sealed && openExtents.isEmpty();
    }

    void write(ByteBuffer bytes, long position) throws IOException {
        try {
            file.write(bytes, position);
        } catch (IOException e) {
            seal();
            throw e;
        }
    }

    /// As [#write], past the operating system's cache: see [DiskFile#writeDirect].
    void writeDirect(ByteBuffer bytes, long position) throws IOException {
        try {
            file.writeDirect(bytes, position);
        } catch (IOException e) {
            seal();
            throw e;
        }
    }

    /// Makes durable what was written before. One thread at a time: of two that asked at once the kernel would
    /// tell only one of a lost page.
    void sync() throws IOException {
        var before = failure;
        if (before != null) throw new IOException(before);
        try {
            file.sync();
        } catch (IOException e) {
            fail("segment " + number() + " could not be synced: " + e.getMessage());
            throw e;
        }
    }

    void fail(String cause) {
        failure = cause;
        seal();
    }

    /// Keeps the file open until [#leave()]; false if it is already gone.
    synchronized boolean enter() {
        if (users == 0) return false;
        users++;
        return true;
    }

    void leave() {
        synchronized (this) {
            if (--users > 0) return;
        }
        file.close();
        if (condemned) remove();
    }

    /// The device's own leave: the file goes when its last reader has left.
    void condemn() {
        synchronized (this) {
            condemned = true;
        }
        leave();
    }

    private void remove() {
        try {
            disk.delete(SegmentFormat.fileName(number()));
        } catch (IOException e) {
            // The file stays until the next start, which finds no live record in it and compacts it away.
            DeviceLog.LOG.warn("Could not remove a dead segment segment={} cause={}", number(), e.toString());
        }
    }
}
