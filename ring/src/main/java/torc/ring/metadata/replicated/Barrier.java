package torc.ring.metadata.replicated;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import torc.ring.metadata.MetadataUnavailable;

/// Keeps reads linearizable: each waits for a question to the leader that was asked after it came. All that come
/// while
/// one is under way share the next.
final class Barrier {
    private final GroupNode node;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean underWay;
    private @Nullable CompletableFuture<Boolean> next;

    Barrier(GroupNode node) {
        this.node = node;
    }

    /// @throws MetadataUnavailable if no leader answers in time
    void await() {
        CompletableFuture<Boolean> mine;
        boolean asks;
        lock.lock();
        try {
            if (next == null) next = new CompletableFuture<>();
            mine = next;
            asks = !underWay;
            if (asks) {
                underWay = true;
                next = null;
            }
        } finally {
            lock.unlock();
        }
        if (asks) ask(mine);
        join(mine);
    }

    /// Asks for those who wait, and hands the turn on to one who asks for those who came meanwhile.
    private void ask(CompletableFuture<Boolean> waiting) {
        try {
            node.catchUp();
            waiting.complete(true);
        } catch (GroupNode.NoAnswer e) {
            waiting.completeExceptionally(e);
        } catch (RuntimeException | Error e) { // Whatever it is, nobody may wait for ever.
            waiting.completeExceptionally(e);
        } finally {
            CompletableFuture<Boolean> following;
            lock.lock();
            try {
                following = next;
                next = null;
                underWay = following != null;
            } finally {
                lock.unlock();
            }
            if (following != null) Thread.ofVirtual().start(() -> ask(following));
        }
    }

    private static void join(CompletableFuture<Boolean> asked) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    asked.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new MetadataUnavailable(String.valueOf(e.getMessage()), e);
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
