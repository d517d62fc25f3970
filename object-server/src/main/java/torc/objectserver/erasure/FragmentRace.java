package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntToLongFunction;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobUnreadable;
import torc.objectserver.replica.CopyEnd;
import torc.objectserver.replica.CopyFeed;
import torc.objectserver.replica.HedgeDelay;
import torc.objectserver.replica.Race;
import torc.objectserver.replica.ReadTrail;

/// The fragments of one read: gets the same run of bytes of enough of them, starts others when some fail or are
/// slow, and keeps
/// those that do well for the next run. For one thread; the feeds have their own.
final class FragmentRace {
    private final ReadTrail trail;
    private final FragmentPlaces places;
    private final ThreadFactory threads;
    private final HedgeDelay hedge;
    private final long readLimitNanos;
    private final Race race = new Race();
    private final TreeMap<Integer, FragmentFeed> live = new TreeMap<>();
    private long fragmentBytes = -1;
    private boolean failed;

    FragmentRace(ReadTrail trail, FragmentPlaces places, ThreadFactory threads, HedgeDelay hedge, long readLimitNanos) {
        this.trail = trail;
        this.places = places;
        this.threads = threads;
        this.hedge = hedge;
        this.readLimitNanos = readLimitNanos;
    }

    /// What is wanted of the fragments: the run's place, and which of them.
    ///
    /// @param needed fragments that are best; any `enough` do as well
    /// @param readTo up to where a fragment that is opened for it is read ahead
    record Wanted(long firstByte, int bytes, BitSet needed, int enough, IntToLongFunction readTo) {
        boolean isMet(BitSet whole) {
            var missing = (BitSet) needed.clone();
            missing.andNot(whole);
            return (missing.isEmpty() && !needed.isEmpty()) || whole.cardinality() >= enough;
        }
    }

    /// The length of every fragment, once one is open.
    long fragmentBytes() {
        return fragmentBytes;
    }

    /// Missing only if no device has any of the fragments: where there are too few, a blob was lost or is not
    /// whole
    /// yet.
    BlobReadOutcome verdict() {
        var verdict = trail.verdict();
        return verdict instanceof BlobReadOutcome.Missing && fragmentBytes >= 0
                ? new BlobReadOutcome.Unavailable("too few fragments are left")
                : verdict;
    }

    BlobUnreadable unreadable(String why) {
        return trail.unreadable(why);
    }

    /// The run, by index of fragment: all that are needed, or enough others.
    ///
    /// @throws BlobUnreadable if they cannot be had
    Map<Integer, ByteBuffer> gather(Wanted wanted) {
        race.lock().lock();
        try {
            return gatherLocked(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw trail.unreadable("interrupted");
        } finally {
            race.lock().unlock();
        }
    }

    private Map<Integer, ByteBuffer> gatherLocked(Wanted wanted) throws InterruptedException {
        live.values().forEach(feed -> feed.begin(wanted.bytes));
        wanted.needed.stream().filter(index -> !live.containsKey(index)).forEach(index -> {
            var place = places.well(index);
            if (place != null) start(place, wanted);
        });
        var hedgeNanos = hedge.nanos();
        var waited = 0L;
        var hedged = false;
        while (true) {
            var whole = fill(wanted);
            if (wanted.isMet(whole)) {
                hedge.firstByteAfter(waited);
                return take(whole, hedged);
            }
            if (startMissing(wanted)) waited = 0;
            var limit = hedged ? readLimitNanos : hedgeNanos;
            race.changed().signalAll(); // There may be room for more.
            waited = limit - race.changed().awaitNanos(limit - waited);
            if (waited >= readLimitNanos) giveUpSlow(whole);
            if (!hedged && waited >= hedgeNanos) {
                hedged = true;
                if (hedge.allows()) startMore(wanted, wanted.enough - whole.cardinality());
            }
        }
    }

    /// Takes what has come, buries what has ended; tells whose run is whole.
    private BitSet fill(Wanted wanted) {
        var whole = new BitSet();
        for (var feed : new ArrayList<>(live.values())) {
            var index = feed.place().index();
            var blobBytes = feed.feed().blobBytes();
            if (fragmentBytes < 0) fragmentBytes = blobBytes;
            if (blobBytes >= 0 && blobBytes != fragmentBytes)
                bury(feed, new CopyEnd.Damaged("its length differs from the other fragments'"));
            else if (feed.fill(wanted.firstByte)) whole.set(index);
            else {
                var end = feed.feed().end();
                if (end != null) bury(feed, end);
            }
        }
        return whole;
    }

    private void bury(FragmentFeed feed, CopyEnd end) {
        live.remove(feed.place().index());
        var spent = feed.isSpent() && end instanceof CopyEnd.Ended;
        feed.drop();
        if (spent) {
            places.giveBack(feed.place());
            return;
        }
        failed = true;
        trail.ended(feed.place().member(), end);
    }

    /// Starts others where needed fragments are not to be had; whether it did.
    private boolean startMissing(Wanted wanted) {
        var missing = wanted.needed.isEmpty() || !wanted.needed.stream().allMatch(live::containsKey);
        if (!missing || live.size() >= wanted.enough) return false;
        if (startMore(wanted, wanted.enough - live.size()) == 0 || live.size() < wanted.enough)
            throw trail.unreadable("too few fragments are left");
        return true;
    }

    private int startMore(Wanted wanted, int most) {
        var started = 0;
        while (started < most) {
            var place = places.other(live.keySet(), trail);
            if (place == null) break;
            start(place, wanted);
            started++;
        }
        return started;
    }

    private void start(FragmentPlaces.Place place, Wanted wanted) {
        var endByte = Math.max(wanted.firstByte + wanted.bytes, wanted.readTo.applyAsLong(place.index()));
        var fragment = FragmentIds.fragment(places.blob(), place.index());
        var feed = new CopyFeed(race, place.member(), fragment, wanted.firstByte, endByte);
        var started = new FragmentFeed(place, feed, wanted.firstByte, endByte);
        started.begin(wanted.bytes);
        live.put(place.index(), started);
        threads.newThread(feed).start();
    }

    private void giveUpSlow(BitSet whole) {
        for (var feed : new ArrayList<>(live.values()))
            if (!whole.get(feed.place().index())) bury(feed, new CopyEnd.Unavailable("no byte in time"));
    }

    private Map<Integer, ByteBuffer> take(BitSet whole, boolean hedged) {
        var runs = new TreeMap<Integer, ByteBuffer>();
        for (var feed : new ArrayList<>(live.values())) {
            var index = feed.place().index();
            if (whole.get(index)) {
                if (failed) trail.opened(feed.place().member());
                else feed.place().member().breaker().succeeded();
                runs.put(index, feed.run());
            } else if (hedged) {
                feed.place().member().wasSlow();
                live.remove(index);
                feed.drop();
                places.giveBack(feed.place());
            }
        }
        failed = false;
        race.changed().signalAll();
        return runs;
    }

    /// Lets all fragments go; others may be gathered afterwards.
    void rest() {
        race.change(() -> {
            live.values().forEach(feed -> {
                feed.drop();
                places.giveBack(feed.place());
            });
            live.clear();
        });
    }
}
