package torc.objectserver.replica;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;

/// One copy of a blob on its way to a device: a bounded queue of shared buffers and the thread that empties it.
///
/// The writer's thread calls everything but [#run()]. Whatever goes wrong on the device shows as a vote in the
/// ballot; a lane that has ended takes no more buffers.
public final class CopyLane implements Runnable {
    /// What comes through the queue.
    private sealed interface Step {
        record Data(SharedBuffers.Shared buffer) implements Step {}

        record Commit(long bytes) implements Step {}

        record Abandon(String cause) implements Step {}
    }

    private final BlobHeader header;
    private final @Nullable Member primary;
    private final WriteTargets targets;
    private final Ballot ballot;
    private final RepairCall repairs;
    private final ArrayBlockingQueue<Step> queue;
    private final AtomicBoolean voted = new AtomicBoolean();
    private volatile boolean ended;
    private volatile boolean stored;
    private volatile @Nullable Member current;

    /// Asks for the blob's copies to be completed.
    public interface RepairCall {
        void request();
    }

    /// @param primary the device to try first, if the ring names one
    public CopyLane(
            BlobHeader header,
            @Nullable Member primary,
            WriteTargets targets,
            Ballot ballot,
            RepairCall repairs,
            int queueBuffers) {
        this.header = header;
        this.primary = primary;
        this.targets = targets;
        this.ballot = ballot;
        this.repairs = repairs;
        this.queue = new ArrayBlockingQueue<>(queueBuffers);
    }

    public boolean ended() {
        return ended;
    }

    /// Hands a buffer over, waiting for room; false, with the buffer released, if the lane has ended or made no
    /// room within the limit.
    public boolean consume(SharedBuffers.Shared buffer, long limitNanos) throws InterruptedException {
        if (!ended && queue.offer(new Step.Data(buffer), limitNanos, TimeUnit.NANOSECONDS)) {
            if (ended) drain(); // It ended in between and may not have seen the buffer.
            return true;
        }
        buffer.release();
        return false;
    }

    /// Asks for the commit; it is waited for at the ballot.
    public boolean commit(long bytes, long limitNanos) throws InterruptedException {
        return !ended && queue.offer(new Step.Commit(bytes), limitNanos, TimeUnit.NANOSECONDS);
    }

    /// Gives the copy up. The lane's thread follows as soon as its device lets it.
    public void abandon(String cause, boolean blameDevice) {
        if (ended) return;
        ended = true;
        var hung = current;
        if (blameDevice && hung != null) hung.breaker().failed();
        vote(cause);
        drain();
        queue.offer(new Step.Abandon(cause)); // The queue was just emptied by its only producer.
    }

    private void drain() {
        for (var step = queue.poll(); step != null; step = queue.poll()) {
            if (step instanceof Step.Data(var buffer)) buffer.release();
        }
    }

    @Override
    public void run() {
        try {
            copy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vote("interrupted");
        } catch (RuntimeException | Error e) { // The outermost frame of this thread.
            var member = current;
            if (member != null) member.breaker().failed();
            vote(e.toString());
        } finally {
            ended = true;
            drain();
        }
    }

    private void copy() throws InterruptedException {
        var target = targets.begin(header, primary, () -> !ended);
        if (target == null) {
            vote("no device takes a copy");
            return;
        }
        current = target.member();
        try (var _ = target.writer()) {
            while (true) {
                switch (queue.take()) {
                    case Step.Data(var buffer) -> write(target, buffer);
                    case Step.Commit(var bytes) -> {
                        commit(target, bytes);
                        return;
                    }
                    case Step.Abandon(var cause) -> {
                        vote(cause);
                        return;
                    }
                }
            }
        }
    }

    private static void write(WriteTargets.Target target, SharedBuffers.Shared buffer) {
        target.member().writeBegins();
        try {
            target.writer().write(buffer.view());
        } finally {
            target.member().writeEnds();
            buffer.release();
        }
    }

    private void commit(WriteTargets.Target target, long bytes) {
        switch (committed(target)) {
            case DeviceWriteOutcome.Durable(var durable) when durable == bytes -> durable(target);
            case DeviceWriteOutcome.Durable(var durable) -> failed(target, durable + " of " + bytes + " bytes stored");
            case DeviceWriteOutcome.Failed(var cause) -> failed(target, cause);
        }
    }

    private static DeviceWriteOutcome committed(WriteTargets.Target target) {
        target.member().writeBegins();
        try {
            return target.writer().commit();
        } finally {
            target.member().writeEnds();
        }
    }

    private void durable(WriteTargets.Target target) {
        stored = true; // Before the vote, so that whoever refuses the write after it sees the copy.
        voted.set(true);
        switch (ballot.durable(target.primary(), target.member().device().name())) {
            case OPEN -> target.member().breaker().succeeded();
            case ACCEPTED -> {
                if (!target.primary()) repairs.request();
            }
            // The write was refused without this copy, so no row will ever name it.
            case REFUSED -> target.member().device().delete(header.id());
        }
    }

    private void failed(WriteTargets.Target target, String cause) {
        target.member().breaker().failed();
        vote(target.member().device().name() + ": " + cause);
    }

    private void vote(String cause) {
        if (!voted.compareAndSet(false, true)) return;
        if (ballot.failed(cause) == Ballot.Standing.ACCEPTED) repairs.request();
    }

    /// Whether the copy is durable.
    public boolean stored() {
        return stored;
    }

    /// Removes a copy that became durable although the write as a whole did not.
    public void removeCopy() {
        var member = current;
        if (member != null) member.device().delete(header.id());
    }

    /// Says that the other copies are durable and this one is late.
    public void isLate() {
        var member = current;
        if (!stored && !ended && member != null) member.wasSlow();
    }

    /// Whether a short wait is likely to see the copy durable.
    public boolean promises() {
        var member = current;
        return !ended && member != null && member.well();
    }
}
