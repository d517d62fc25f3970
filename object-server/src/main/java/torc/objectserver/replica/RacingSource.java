package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobReadOutcome;

/// Reads a blob from its best copy, asks a second copy when the first is slow, and goes on from another one, at
/// the same byte, when one ends early. Whichever copy gives the next byte first is the one that is read on.
///
/// [#next()] is for one thread; the feeds have their own.
final class RacingSource implements ByteSource {
    private final Id128 blob;
    private final ReadTrail trail;
    private final ThreadFactory threads;
    private final HedgeDelay hedge;
    private final long readLimitNanos;
    private final Race race = new Race();
    private final List<CopyFeed> running = new ArrayList<>(2);
    private long endByte;
    private boolean knowsEnd;
    private long position;

    RacingSource(
            Id128 blob,
            long firstByte,
            long endByte,
            ReadTrail trail,
            ThreadFactory threads,
            HedgeDelay hedge,
            long readLimitNanos) {
        this.blob = blob;
        this.position = firstByte;
        this.endByte = endByte;
        this.trail = trail;
        this.threads = threads;
        this.hedge = hedge;
        this.readLimitNanos = readLimitNanos;
    }

    /// Waits until a copy is open.
    BlobReadOutcome open() {
        race.lock().lock();
        try {
            if (waitFor(feed -> feed.blobBytes() >= 0) != null) return new BlobReadOutcome.Opened(this);
            close();
            return trail.verdict();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return new BlobReadOutcome.Unavailable("interrupted");
        } finally {
            race.lock().unlock();
        }
    }

    @Override
    public @Nullable Chunk next() {
        race.lock().lock();
        try {
            return position >= endByte ? null : nextChunk();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw trail.unreadable("interrupted");
        } finally {
            race.lock().unlock();
        }
    }

    private Chunk nextChunk() throws InterruptedException {
        var feed = waitFor(CopyFeed::hasChunk);
        if (feed == null) throw trail.unreadable("no copy is left");
        onlyWinner(feed);
        var chunk = feed.take();
        position += chunk.bytes().remaining();
        race.changed().signalAll(); // There is room for one more.
        return chunk;
    }

    private interface Wanted {
        boolean from(CopyFeed feed);
    }

    /// Waits until a running copy gives what is wanted, starting others as they are needed; null if none will.
    private @Nullable CopyFeed waitFor(Wanted wanted) throws InterruptedException {
        var hedgeNanos = hedge.nanos();
        var waited = 0L;
        var hedged = false;
        while (true) {
            buryEnded();
            for (var feed : running) {
                if (wanted.from(feed)) {
                    hedge.firstByteAfter(waited);
                    return feed;
                }
            }
            if (running.isEmpty()) {
                if (!startNext()) return null;
                waited = 0;
            }
            var limit = hedged ? readLimitNanos : hedgeNanos;
            waited = limit - race.changed().awaitNanos(limit - waited);
            if (waited >= readLimitNanos) giveUpRunning();
            if (!hedged && waited >= hedgeNanos) {
                hedged = true;
                if (trail.hasNext() && hedge.allows()) startNext();
            }
        }
    }

    private void giveUpRunning() {
        for (var feed : running) {
            feed.drop();
            trail.ended(feed.member(), new CopyEnd.Unavailable("no byte in time"));
        }
        running.clear();
        race.changed().signalAll();
    }

    /// Takes out copies that ended, or that are not what the read began with.
    private void buryEnded() {
        for (var i = running.size() - 1; i >= 0; i--) {
            var feed = running.get(i);
            var end = feed.end();
            if (feed.blobBytes() >= 0 && !accept(feed)) {
                end = new CopyEnd.Damaged("its length differs from the other copy's");
                feed.drop();
            }
            if (end == null || (end instanceof CopyEnd.Ended && position >= endByte && feed.blobBytes() >= 0)) continue;
            running.remove(i);
            trail.ended(feed.member(), end);
        }
    }

    private boolean accept(CopyFeed feed) {
        if (knowsEnd) return feed.blobBytes() >= endByte;
        endByte = Math.min(endByte, feed.blobBytes());
        knowsEnd = true;
        trail.opened(feed.member());
        return true;
    }

    private boolean startNext() {
        var member = trail.next();
        if (member == null) return false;
        var feed = new CopyFeed(race, member, blob, position, Math.max(position, endByte));
        running.add(feed);
        threads.newThread(feed).start();
        return true;
    }

    private void onlyWinner(CopyFeed winner) {
        if (running.size() == 1) return;
        for (var feed : running) {
            if (feed == winner) continue;
            feed.drop();
            feed.member().wasSlow();
            trail.mayBeTriedAgain(feed.member());
        }
        running.clear();
        running.add(winner);
    }

    @Override
    public void close() {
        race.change(() -> {
            running.forEach(CopyFeed::drop);
            running.clear();
            position = Long.MAX_VALUE;
        });
    }
}
