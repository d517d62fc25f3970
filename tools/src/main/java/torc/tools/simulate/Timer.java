package torc.tools.simulate;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Something that happens at a moment of simulated time, unless it is cancelled.
final class Timer implements ScheduledFuture<Object> {
    private final long at;
    private final long order;
    private final SimulatedProcess process;
    private final Runnable work;
    private boolean cancelled;
    private boolean done;

    Timer(long at, long order, SimulatedProcess process, Runnable work) {
        this.at = at;
        this.order = order;
        this.process = process;
        this.work = work;
    }

    long at() {
        return at;
    }

    SimulatedProcess process() {
        return process;
    }

    void run() {
        done = true;
        work.run();
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(at, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        var timer = (Timer) other;
        return at == timer.at ? Long.compare(order, timer.order) : Long.compare(at, timer.at);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        cancelled = !done;
        done = true;
        return cancelled;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public @Nullable Object get() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Object get(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
