package torc.common.pace;

/// Lets time pass; tests let it pass at once.
@FunctionalInterface
public interface Sleeper {
    void sleep(long nanos) throws InterruptedException;
}
