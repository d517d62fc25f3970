package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.embedded.StateCopy.Trust;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;

/// Flushes the state when enough of the log lies behind it, brings the copies on the other devices up to it, and then
/// lets go of the log that nobody needs any more. At the start and once a day it reads everything back, so that damage
/// is repaired while there is still something to repair it from.
final class StateKeeper {
    private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

    private static final long SCRUB_NANOS = TimeUnit.DAYS.toNanos(1);

    private final MetadataConfig config;
    private final MirroredLog mirroredLog;
    private final StateGuard state;
    private final StateCopy copies;
    private final DeviceFolder primary;
    private final List<DeviceFolder> devices;
    private final LongSupplier nanoTime;
    private final Thread thread;

    /// Held by whoever keeps: a second one would take the checkpoint from under the first one's copies.
    private final ReentrantLock keeping = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private long unflushedBytes;
    private boolean asked;
    private boolean closing;
    /// Written by whoever holds `keeping`.
    private long lastScrub;

    private boolean scrubbed;

    /// @param devices all, in their order
    /// @param primary the one that holds the state
    StateKeeper(
            MetadataConfig config,
            MirroredLog mirroredLog,
            StateGuard state,
            StateCopy copies,
            List<DeviceFolder> devices,
            DeviceFolder primary,
            LongSupplier nanoTime,
            ThreadFactory threads) {
        this.config = config;
        this.mirroredLog = mirroredLog;
        this.state = state;
        this.copies = copies;
        this.devices = devices;
        this.primary = primary;
        this.nanoTime = nanoTime;
        this.thread = threads.newThread(this::run);
        thread.setName("metadata-state");
    }

    void start() {
        thread.start();
    }

    /// Told after each record that the state took in.
    void applied(long storedBytes) {
        lock.lock();
        try {
            unflushedBytes += storedBytes;
            if (unflushedBytes >= config.flushBytes()) wake.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Has the state flushed and copied soon.
    void askForCopies() {
        lock.lock();
        try {
            asked = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            try {
                keepOnce();
            } catch (Throwable e) { // The thread's outermost frame: without it the log would grow for ever.
                log.error("Metadata state not flushed or copied, the log keeps growing", e);
            }
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            long wait = SCRUB_NANOS;
            while (!closing && !asked && unflushedBytes < config.flushBytes() && wait > 0) wait = wake.awaitNanos(wait);
            asked = false;
            unflushedBytes = 0;
            return !closing;
        } catch (InterruptedException _) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Flushes and copies once. A failure is logged: the log keeps what the state lacks, and there will be another
    /// time.
    void keepOnce() {
        keeping.lock();
        try {
            boolean scrub = isScrubDue();
            if (scrub) state.run(State::verify);
            long covered = flush();
            if (devices.size() > 1) covered = Math.min(covered, copy(scrub ? Trust.READ_BACK : Trust.WRITTEN));
            mirroredLog.drop(covered);
            if (scrub) scrubDone();
        } catch (IOException | StateBroken | MetadataDamaged e) {
            scrubbed = false; // What is damaged has to be found, or every later copy fails as this one did.
            log.error("Metadata state not flushed or copied, the log keeps growing", e);
        } finally {
            keeping.unlock();
        }
    }

    /// A store of one device has nothing to repair the state from; its damage shows when it is read.
    private boolean isScrubDue() {
        return devices.size() > 1 && (!scrubbed || nanoTime.getAsLong() - lastScrub >= SCRUB_NANOS);
    }

    private void scrubDone() {
        scrubbed = true;
        lastScrub = nanoTime.getAsLong();
    }

    private long flush() {
        return state.with(current -> {
            long applied = current.applied();
            current.flush();
            return applied;
        });
    }

    /// @return the sequence that every copy reaches
    private long copy(Trust trust) throws IOException {
        copies.deleteFolder(primary.checkpoint());
        var made = state.with(current -> {
            var about = new Made(current.id(), current.applied()); // Of this state: it may be replaced right after.
            current.checkpoint(primary.checkpoint());
            return about;
        });
        var alive = mirroredLog.aliveMirrors();
        IOException failure = null;
        for (int i = 0; i < devices.size(); i++) {
            if (!alive.contains(i) || devices.get(i) == primary) continue;
            try {
                copyTo(i, made.reached(), trust, made.state());
            } catch (IOException e) { // The others get theirs all the same.
                if (failure == null) failure = e;
                else failure.addSuppressed(e);
            }
        }
        copies.deleteFolder(primary.checkpoint());
        if (failure != null) throw failure;
        return made.reached();
    }

    /// A checkpoint: of which state, and up to which record at least.
    private record Made(Id128 state, long reached) {}

    private void copyTo(int index, long reached, Trust trust, Id128 id) throws IOException {
        var device = devices.get(index);
        var before = device.copies();
        var target = device.copy(reached);
        if (before.contains(target) && copies.isSound(target)) {
            mirroredLog.rememberCheckpoint(index, reached);
            return;
        }
        var earlier =
                before.stream().filter(each -> !each.equals(target)).findFirst().orElse(target);
        copies.copy(primary.checkpoint(), target, earlier, trust, id);
        mirroredLog.rememberCheckpoint(index, reached);
        for (Path old : before) if (!old.equals(target)) copies.deleteFolder(old);
    }

    /// @return whether nothing is under way any more; a copy to a device that hangs may be
    boolean close() {
        lock.lock();
        try {
            closing = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
        boolean idle = Threads.join(thread, config.log().hangLimit().multipliedBy(3));
        if (!idle) log.error("A copy of the metadata state hangs, the next start reads more of the log instead");
        return idle;
    }
}
