package torc.common.http.server;

import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/// Notices that a client takes nothing of what waits for it. Event loop only.
final class Stall {
    private long lastPending;
    private long lastProgress;
    private long sinceNanos;
    private boolean waiting;

    boolean isStalled(@Nullable ChannelOutboundBuffer outbound, long nowNanos, long limitNanos) {
        if (outbound == null || outbound.isEmpty()) {
            waiting = false;
            return false;
        }
        var pending = outbound.totalPendingWriteBytes();
        var progress = outbound.currentProgress();
        if (!waiting || pending != lastPending || progress != lastProgress) {
            waiting = true;
            lastPending = pending;
            lastProgress = progress;
            sinceNanos = nowNanos;
            return false;
        }
        return nowNanos - sinceNanos > limitNanos;
    }
}
