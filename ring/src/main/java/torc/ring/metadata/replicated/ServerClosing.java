package torc.ring.metadata.replicated;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes a Raft server, within a time limit.
///
/// Ratis (3.3, and its head of 2026) may wait for itself for ever: the log is closed under its write lock, and
/// joins
/// the thread that evicts cached segments, which may just be waiting for that lock. The join gives up when its
/// thread is
/// interrupted, and all goes on from there.
final class ServerClosing {
    private static final Logger LOG = LoggerFactory.getLogger(ServerClosing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);
    private static final String JOINING = "org.apache.ratis.util.AwaitToRun";

    private final RaftPeerId self;
    private final RaftServer server;

    ServerClosing(RaftPeerId self, RaftServer server) {
        this.self = self;
        this.server = server;
    }

    /// Returns when it is closed, or after 14 seconds at most. An interrupt is kept for the caller and ends the
    /// wait.
    void run() {
        var closing = Thread.ofPlatform().daemon().name(self + "-closing").start(this::close);
        try {
            if (closing.join(PATIENCE)) return;
            Thread.getAllStackTraces().forEach((thread, frames) -> {
                if (thread.getName().startsWith(self + "-impl-thread") && isJoining(frames)) thread.interrupt();
            });
            if (!closing.join(LAST_PATIENCE)) LOG.error("The Raft server does not end peer={}", self);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("The Raft server is not closed peer={}", self, e);
        }
    }

    private static boolean isJoining(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .anyMatch(frame -> frame.getClassName().equals(JOINING)
                        && frame.getMethodName().equals("close"));
    }
}
