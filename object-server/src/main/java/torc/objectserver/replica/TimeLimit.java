package torc.objectserver.replica;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.DeviceUnavailable;

/// Bounds how long the calls to one device are waited for. Each runs on a thread of its own; while one that was
/// given
/// up hangs on, no other begins, so that a dead disk holds few threads. Safe for many threads.
final class TimeLimit implements CallGuard {
    private final String device;
    private final Duration limit;
    private final ThreadFactory threads;
    private volatile CompletableFuture<?> givenUp = CompletableFuture.completedFuture(null);

    TimeLimit(String device, Duration limit, ThreadFactory threads) {
        this.device = device;
        this.limit = limit;
        this.threads = threads;
    }

    @Override
    public <T> T call(Supplier<T> call, Runnable whenGivenUp, Consumer<@Nullable T> late) {
        if (!givenUp.isDone()) throw new DeviceUnavailable(device, "a call before hangs");
        return within(call, whenGivenUp, late);
    }

    @Override
    public void end(Runnable call) {
        try {
            within(
                    () -> {
                        call.run();
                        return true;
                    },
                    () -> {},
                    _ -> {});
        } catch (DeviceUnavailable _) {
            // It is given back when the device goes on.
        }
    }

    private <T> T within(Supplier<T> call, Runnable whenGivenUp, Consumer<@Nullable T> late) {
        var answer = new CompletableFuture<T>();
        threads.newThread(() -> answer(call, answer)).start();
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            givenUp = answer.whenComplete((given, _) -> late.accept(given));
            whenGivenUp.run();
            throw new DeviceUnavailable(device, "no answer within " + limit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new DeviceUnavailable(device, String.valueOf(e.getCause()));
        }
    }

    private static <T> void answer(Supplier<T> call, CompletableFuture<T> answer) {
        try {
            answer.complete(call.get());
        } catch (RuntimeException | Error e) { // The outermost frame of this thread.
            answer.completeExceptionally(e);
        }
    }
}
