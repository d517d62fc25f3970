package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceDeleteOutcome;

/// Deletes one blob from every device that may hold a copy, all at once.
public final class CopyDeletes {
    private final Deletion deletion;
    private final ThreadFactory threads;
    private final long limitNanos;

    /// What is asked of each device.
    @FunctionalInterface
    public interface Deletion {
        DeviceDeleteOutcome from(BlobDevice device);
    }

    public CopyDeletes(Deletion deletion, ThreadFactory threads, long limitNanos) {
        this.deletion = deletion;
        this.threads = threads;
        this.limitNanos = limitNanos;
    }

    /// Whether every device says that the blob is durably gone from it, or never was there. Whoever keeps the
    /// record of what is to be deleted asks again until it is so.
    public boolean from(Iterator<Member> holders) {
        var asked = new ArrayList<Asked>();
        holders.forEachRemaining(member -> asked.add(ask(member)));
        var answers = asked.stream().map(Asked::isGone).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(answers).get(limitNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            for (var late : asked) if (!late.isGone.isDone()) failed(late.member);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // Every answer is a yes or a no.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // Where nobody could know of the blob, nobody knows that it is gone.
        return !asked.isEmpty() && asked.stream().allMatch(each -> each.isGone.getNow(false));
    }

    private record Asked(Member member, CompletableFuture<Boolean> isGone) {}

    private Asked ask(Member member) {
        if (!member.admits()) return new Asked(member, CompletableFuture.completedFuture(false));
        var isGone = new CompletableFuture<Boolean>();
        threads.newThread(() -> isGone.complete(delete(member))).start();
        return new Asked(member, isGone);
    }

    private boolean delete(Member member) {
        member.writeBegins();
        try {
            return switch (deletion.from(member.device())) {
                case DeviceDeleteOutcome.Deleted _, DeviceDeleteOutcome.Missing _ -> succeeded(member);
                case DeviceDeleteOutcome.Unavailable _ -> failed(member);
            };
        } catch (RuntimeException | Error e) { // The outermost frame of this thread.
            return failed(member); // What the device cannot say is not known to be gone.
        } finally {
            member.writeEnds();
        }
    }

    private static boolean succeeded(Member member) {
        member.breaker().succeeded();
        return true;
    }

    private static boolean failed(Member member) {
        member.breaker().failed();
        return false;
    }
}
