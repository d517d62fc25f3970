package torc.proxy.swift.sync;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.pace.Pace;
import torc.common.pace.Sleeper;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.catalog.SyncLog;
import torc.proxy.catalog.SyncLog.Marked;
import torc.proxy.catalog.SyncLog.Synced;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Syncing;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.sync.SyncPush.Outcome;

/// Sends what happens in containers to those that they are synchronised with: first what a container held before,
/// then what its marks tell. A mark stays until the other side has answered, so a crash anywhere only sends again.
///
/// Run rounds one after the other.
public final class ContainerSync {
    private static final Logger log = LoggerFactory.getLogger(ContainerSync.class);

    private static final int CONTAINERS_AT_ONCE = 100;
    private static final int MARKS_AT_ONCE = 100;

    /// How long one container may keep the others waiting, as in Swift.
    private static final long CONTAINER_NANOS = Duration.ofMinutes(1).toNanos();

    /// After so many failures in one page of a container, the rest waits, too.
    private static final int MAX_FAILURES = 10;

    private static final long MAX_BACKOFF_NANOS = Duration.ofMinutes(10).toNanos();

    /// Deletions are remembered as long as in Swift.
    private static final long DELETION_LASTS_MICROS = Duration.ofDays(7).toNanos() / 1_000;

    private final SyncLog syncLog;
    private final Containers containers;
    private final SyncSettings settings;
    private final SyncPush push;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ThreadFactory threads;
    private final Sleeper stop;
    private final Semaphore requests;
    /// Of containers whose other side does not answer, or does not take what is sent. One thread's.
    private final Map<ContainerName, Waiting> waiting = new HashMap<>();

    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private record Waiting(int failures, long untilNanos) {}

    /// @param nonces gives what no request had before
    /// @param stop ends rounds under way
    public ContainerSync(
            SyncLog syncLog,
            ObjectService service,
            SyncSettings settings,
            Supplier<String> nonces,
            InstantSource clock,
            LongSupplier nanoTime,
            ThreadFactory threads,
            Sleeper stop) {
        this.syncLog = syncLog;
        this.containers = service.containers();
        this.settings = settings;
        var client = new SyncClient(new Pace(settings.bytesPerSecond().bytes(), nanoTime, stop), threads, nanoTime);
        this.push = new SyncPush(new Contents(service.objects(), service.containers()), client, nonces);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.threads = threads;
        this.stop = stop;
        this.requests = new Semaphore(settings.requests());
    }

    public long rounds() {
        return rounds.get();
    }

    /// Objects that others have taken.
    public long sent() {
        return sent.get();
    }

    /// Deletions that others have been told of.
    public long deleted() {
        return deleted.get();
    }

    /// Attempts that came to nothing and are made again.
    public long failed() {
        return failed.get();
    }

    /// Looks at all containers once.
    public void round() throws InterruptedException {
        var after = Optional.<ContainerName>empty();
        while (true) {
            var page = syncLog.containers(after, CONTAINERS_AT_ONCE);
            for (var synced : page) {
                stop.sleep(0);
                sync(synced);
            }
            if (page.size() < CONTAINERS_AT_ONCE) break;
            after = Optional.of(page.getLast().container());
        }
        rounds.incrementAndGet();
    }

    private void sync(Synced synced) throws InterruptedException {
        var container = synced.container();
        var properties = containers.properties(container).orElse(Map.of());
        var syncing = Syncing.of(properties);
        if (!syncing.receives()) {
            syncLog.forget(synced);
            waiting.remove(container);
            return;
        }
        var destination = syncing.sends() ? destination(properties) : Optional.<SyncDestination>empty();
        var mustWait = waiting.containsKey(container) && waiting.get(container).untilNanos() - nanoTime.getAsLong() > 0;
        var round = new Round(container, properties, mustWait ? Optional.empty() : destination);
        if (round.destination.isPresent()) round.sendListing(synced);
        round.sendMarks();
        if (mustWait) return;
        if (round.failures.get() == 0) waiting.remove(container);
        else waiting.put(container, backedOff(waiting.get(container)));
    }

    private Waiting backedOff(@org.jspecify.annotations.Nullable Waiting before) {
        var failures = before == null ? 0 : Math.min(before.failures() + 1, 16);
        var nanos = Math.min(settings.pause().toNanos() << failures, MAX_BACKOFF_NANOS);
        return new Waiting(failures, nanoTime.getAsLong() + nanos);
    }

    /// Empty if the configuration leads there no longer.
    private Optional<SyncDestination> destination(Map<String, String> properties) {
        try {
            return SyncDestination.parse(properties.getOrDefault(Syncing.TO_PROPERTY, ""), settings);
        } catch (Refused _) {
            failed.incrementAndGet();
            return Optional.empty();
        }
    }

    /// One container's turn.
    private final class Round {
        private final ContainerName container;
        private final String to;
        private final String userKey;
        private final Optional<SyncDestination> destination;
        private final long endNanos = nanoTime.getAsLong() + CONTAINER_NANOS;
        private final AtomicInteger failures = new AtomicInteger();
        /// Whether something was not even tried.
        private final AtomicBoolean isCut = new AtomicBoolean();

        Round(ContainerName container, Map<String, String> properties, Optional<SyncDestination> destination) {
            this.container = container;
            this.to = properties.getOrDefault(Syncing.TO_PROPERTY, "");
            this.userKey = properties.getOrDefault(Syncing.KEY_PROPERTY, "");
            this.destination = destination;
        }

        private boolean goesOn() {
            return failures.get() < MAX_FAILURES && endNanos - nanoTime.getAsLong() > 0;
        }

        /// Sends what stood in the container before it was synchronised to there.
        void sendListing(Synced from) throws InterruptedException {
            var synced = from;
            if (!synced.destination().equals(to)) {
                var begun = syncLog.advance(synced, to, "", false);
                if (begun.isEmpty()) return;
                synced = begun.get();
            }
            while (!synced.listed() && goesOn()) {
                var query = new ListQuery("", "", synced.cursor(), "", MARKS_AT_ONCE, false);
                var listing = containers.list(container, query);
                if (listing.isEmpty()) return;
                var marks = new ArrayList<Marked>();
                for (var entry : listing.get().entries()) {
                    if (entry instanceof Listing.Entry.Item<StoredObject>(var object))
                        marks.add(new Marked(object.name().current(), true, true, object.modifiedMicros(), -1));
                }
                send(marks);
                if (failures.get() > 0 || isCut.get()) return; // The page is sent again.
                var isLast = marks.size() < MARKS_AT_ONCE;
                var cursor = marks.isEmpty()
                        ? synced.cursor()
                        : marks.getLast().name().text();
                var next = syncLog.advance(synced, to, cursor, isLast);
                if (next.isEmpty()) return;
                synced = next.get();
            }
        }

        /// Sends what has happened since, and forgets deletions that are old enough.
        void sendMarks() throws InterruptedException {
            var after = "";
            var latest = clock.instant().toEpochMilli() * 1_000 - DELETION_LASTS_MICROS;
            while (true) {
                var page = syncLog.marks(container, after, MARKS_AT_ONCE);
                var pending = new ArrayList<Marked>();
                for (var mark : page) {
                    if (mark.pending()) pending.add(mark);
                    else if (mark.micros() < latest) syncLog.forget(mark);
                }
                if (destination.isPresent() && goesOn()) send(pending);
                if (page.size() < MARKS_AT_ONCE) return;
                if (endNanos - nanoTime.getAsLong() <= 0) return;
                after = page.getLast().name().text();
            }
        }

        /// Manifests go last, after segments that stand beside them.
        private void send(List<Marked> marks) throws InterruptedException {
            var putOff = sendAll(marks, false);
            if (!putOff.isEmpty()) sendAll(putOff, true);
        }

        /// @return those that are put off
        private List<Marked> sendAll(List<Marked> marks, boolean manifestsToo) throws InterruptedException {
            var putOff = java.util.Collections.synchronizedList(new ArrayList<Marked>());
            var left = new CountDownLatch(marks.size());
            var stopped = new AtomicBoolean();
            for (var mark : marks) {
                requests.acquire();
                threads.newThread(() -> {
                            try {
                                if (stopped.get() || !goesOn()) isCut.set(true);
                                else if (tell(mark, manifestsToo)) putOff.add(mark);
                            } catch (InterruptedException _) {
                                stopped.set(true);
                            } finally {
                                requests.release();
                                left.countDown();
                            }
                        })
                        .start();
            }
            left.await();
            if (stopped.get()) throw new InterruptedException("stopped");
            return List.copyOf(putOff);
        }

        /// @return whether it is put off
        private boolean tell(Marked mark, boolean manifestsToo) throws InterruptedException {
            try {
                var outcome = mark.present()
                        ? push.put(mark.name(), manifestsToo, destination.orElseThrow(), userKey)
                        : push.delete(mark.name(), mark.micros(), destination.orElseThrow(), userKey);
                switch (outcome) {
                    case PUT_OFF -> {
                        return true;
                    }
                    case REFUSED -> fail("refused");
                    case SENT -> sent.incrementAndGet();
                    case DELETED -> deleted.incrementAndGet();
                    case KNOWN -> {}
                }
                if (outcome != Outcome.REFUSED && mark.revision() >= 0) syncLog.told(mark);
            } catch (IOException unreachable) {
                fail(unreachable.getClass().getSimpleName());
            } catch (StoreUnavailable | BlobUnreadable | Refused unreadable) {
                fail(unreadable.getClass().getSimpleName());
            }
            return false;
        }

        /// Neither names nor keys are told (THREATS W06, R08): one line for each container's turn.
        private void fail(String why) {
            failed.incrementAndGet();
            if (failures.getAndIncrement() == 0)
                log.warn(
                        "Container is not synchronised for now account={} cause={}",
                        container.account().text(),
                        why);
        }
    }
}
