package torc.tools.simulate;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// The virtual threads of one simulated process. What a virtual thread starts belongs to the same process; a process
/// that is killed takes no step any more.
///
/// The JDK asks a virtual thread's scheduler for its timed waits only if it is a ForkJoinPool, so this is one by
/// name; it has no threads of its own.
final class SimulatedProcess extends ForkJoinPool implements ThreadFactory {
    private static final Method NEW_THREAD = newThreadMethod();

    private final SimulatedTime time;
    private boolean alive = true;

    SimulatedProcess(SimulatedTime time) {
        super(1);
        this.time = time;
    }

    /// No public way leads to a virtual thread of another scheduler; the process is started with
    /// `--add-opens java.base/java.lang=ALL-UNNAMED`.
    private static Method newThreadMethod() {
        try {
            var method = Class.forName("java.lang.ThreadBuilders")
                    .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAlive() {
        return alive;
    }

    void kill() {
        alive = false;
    }

    @Override
    public Thread newThread(Runnable work) {
        try {
            return (Thread) NEW_THREAD.invoke(null, this, null, 0, work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void execute(Runnable work) {
        if (alive) time.add(this, work);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return time.after(unit.toNanos(delay), this, work);
    }
}
