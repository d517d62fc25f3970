package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.common.stream.Chunk;
import torc.objectserver.replica.CopyFeed;

/// One fragment being read, run by run. What it gives belongs to the race's lock.
final class FragmentFeed {
    private final FragmentPlaces.Place place;
    private final CopyFeed feed;
    private final long endByte;
    private long position;
    private @Nullable Chunk chunk;
    private ByteBuffer run = ByteBuffer.allocate(0);

    FragmentFeed(FragmentPlaces.Place place, CopyFeed feed, long firstByte, long endByte) {
        this.place = place;
        this.feed = feed;
        this.position = firstByte;
        this.endByte = endByte;
    }

    FragmentPlaces.Place place() {
        return place;
    }

    CopyFeed feed() {
        return feed;
    }

    /// Whether all that was asked of it has come.
    boolean isSpent() {
        return position >= endByte;
    }

    /// From now on [#fill(long)] fills a run of so many bytes.
    void begin(int bytes) {
        run = ByteBuffer.allocate(bytes);
    }

    /// Takes what has come of the run that begins at `from`; true when it is whole.
    boolean fill(long from) {
        if (feed.blobBytes() < 0) return false;
        while (run.hasRemaining() && (chunk != null || feed.hasChunk())) {
            if (chunk == null) chunk = feed.take();
            var bytes = chunk.bytes();
            var skip = (int) Math.min(bytes.remaining(), Math.max(0, from - position));
            bytes.position(bytes.position() + skip);
            var step = Math.min(bytes.remaining(), run.remaining());
            run.put(bytes.slice(bytes.position(), step));
            bytes.position(bytes.position() + step);
            position += skip + step;
            if (!bytes.hasRemaining()) letGo();
        }
        return !run.hasRemaining();
    }

    /// The bytes of the run.
    ByteBuffer run() {
        return run.duplicate().flip();
    }

    void drop() {
        letGo();
        feed.drop();
    }

    private void letGo() {
        if (chunk != null) chunk.release();
        chunk = null;
    }
}
