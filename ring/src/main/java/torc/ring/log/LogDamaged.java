package torc.ring.log;

/// A record of the log that must be there is missing or broken on every mirror.
public final class LogDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogDamaged(String message) {
        super(message);
    }
}
