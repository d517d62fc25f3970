package torc.tools.up;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/// A part that is opened on a thread of its own, while others are: a start waits for several disks at once.
final class Opening<T extends AutoCloseable> implements AutoCloseable {
    private final FutureTask<T> task;

    private Opening(FutureTask<T> task) {
        this.task = task;
    }

    static <T extends AutoCloseable> Opening<T> begin(ThreadFactory threads, Callable<T> open) {
        var task = new FutureTask<>(open);
        threads.newThread(task).start();
        return new Opening<>(task);
    }

    /// The part, once it is open. Opening bounds its own waits.
    ///
    /// @throws RuntimeException what opening it threw
    T await() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a part was opened", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw new IllegalStateException("a part cannot be opened", e.getCause());
        }
    }

    /// Closes the part, also if nobody has waited for it yet. What could not be opened needs no close.
    @Override
    public void close() throws IOException {
        T part;
        try {
            part = await();
        } catch (RuntimeException _) {
            return; // Told to who waited for it.
        }
        try {
            part.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a part cannot be closed", e);
        }
    }
}
