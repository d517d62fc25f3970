package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import torc.common.id.Id128;
import torc.objectserver.device.DeviceDeleteOutcome;

/// Deletes one blob from every device that may hold a copy, all at once.
final class CopyDeletes {
    private final Id128 blob;
    private final ThreadFactory threads;
    private final long limitNanos;

    CopyDeletes(Id128 blob, ThreadFactory threads, long limitNanos) {
        this.blob = blob;
        this.threads = threads;
        this.limitNanos = limitNanos;
    }

    /// Whether every device says that the blob is durably gone from it, or never was there. Whoever keeps the
    /// record of what is to be deleted asks again until it is so.
    boolean from(Iterator<Member> holders) {
        var asked = new ArrayList<Member>();
        holders.forEachRemaining(asked::add);
        if (asked.size() == 1) return delete(asked.getFirst());
        var gone = new AtomicInteger();
        var answers = new CountDownLatch(asked.size());
        for (var member : asked) {
            threads.newThread(() -> {
                        if (delete(member)) gone.incrementAndGet();
                        answers.countDown();
                    })
                    .start();
        }
        try {
            return answers.await(limitNanos, TimeUnit.NANOSECONDS) && gone.get() == asked.size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean delete(Member member) {
        if (!member.admits()) return false;
        try {
            return switch (member.device().delete(blob)) {
                case DeviceDeleteOutcome.Deleted _, DeviceDeleteOutcome.Missing _ -> succeeded(member);
                case DeviceDeleteOutcome.Unavailable _ -> failed(member);
            };
        } catch (RuntimeException e) {
            return failed(member); // What the device cannot say is not known to be gone.
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
