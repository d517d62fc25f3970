package torc.ring.file;

/// A ring or builder file does not hold what it should. The message says what is wrong, for the operator.
public final class RingFileDamaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RingFileDamaged(String message) {
        super(message);
    }

    public RingFileDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
