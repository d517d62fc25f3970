package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.MetadataDamaged;

/// Flushes the state when enough of the log lies behind it, brings the copies on the other devices up to it, and then
/// lets go of the log that nobody needs any more.
final class StateKeeper {
    private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

    private final MetadataConfig config;
    private final MirroredLog mirroredLog;
    private final StateGuard state;
    private final StateCopy copies;
    private final DeviceFolder primary;
    private final List<DeviceFolder> devices;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private long unflushedBytes;
    private boolean asked;
    private boolean closing;

    /// @param devices all, in their order
    /// @param primary the one that holds the state
    StateKeeper(
            MetadataConfig config,
            MirroredLog mirroredLog,
            StateGuard state,
            StateCopy copies,
            List<DeviceFolder> devices,
            DeviceFolder primary,
            ThreadFactory threads) {
        this.config = config;
        this.mirroredLog = mirroredLog;
        this.state = state;
        this.copies = copies;
        this.devices = devices;
        this.primary = primary;
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
        while (awaitWork()) keepOnce();
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closing && !asked && unflushedBytes < config.flushBytes()) wake.await();
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
        try {
            long covered = flush();
            if (devices.size() > 1) covered = Math.min(covered, copy());
            mirroredLog.drop(covered);
        } catch (IOException | StateBroken | MetadataDamaged e) {
            log.error("Metadata state not flushed or copied, the log keeps growing", e);
        }
    }

    private long flush() {
        return state.with(current -> {
            long applied = current.applied();
            current.flush();
            return applied;
        });
    }

    /// @return the sequence that every copy reaches
    private long copy() throws IOException {
        copies.deleteFolder(primary.checkpoint());
        long reached = state.with(current -> {
            long applied = current.applied();
            current.checkpoint(primary.checkpoint());
            return applied;
        });
        var alive = mirroredLog.aliveMirrors();
        var id = state.with(State::id);
        for (int i = 0; i < devices.size(); i++)
            if (alive.contains(i) && devices.get(i) != primary) copyTo(i, reached, id);
        copies.deleteFolder(primary.checkpoint());
        return reached;
    }

    private void copyTo(int index, long reached, torc.common.id.Id128 id) throws IOException {
        var device = devices.get(index);
        var before = device.copies();
        var target = device.copy(reached);
        if (before.contains(target) && copies.isSound(target)) {
            mirroredLog.rememberCheckpoint(index, reached);
            return;
        }
        var earlier =
                before.stream().filter(each -> !each.equals(target)).findFirst().orElse(target);
        copies.copy(primary.checkpoint(), target, earlier, id);
        mirroredLog.rememberCheckpoint(index, reached);
        for (Path old : before) if (!old.equals(target)) copies.deleteFolder(old);
    }

    void close() {
        lock.lock();
        try {
            closing = true;
            wake.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }
}
