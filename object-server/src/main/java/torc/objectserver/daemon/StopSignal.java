package torc.objectserver.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import torc.common.pace.Sleeper;

/// Tells daemons that it is time to end, wherever their work sleeps or spends. They are not interrupted, for an
/// interrupt closes the file that its thread reads from under everybody else's eyes.
public final class StopSignal implements Sleeper {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// From now on every sleep ends at once, by an exception.
    public void stop() {
        stopped.countDown();
    }

    /// @throws InterruptedException if it is time to end
    @Override
    public void sleep(long nanos) throws InterruptedException {
        if (stopped.await(nanos, TimeUnit.NANOSECONDS)) throw new InterruptedException("stopped");
    }
}
