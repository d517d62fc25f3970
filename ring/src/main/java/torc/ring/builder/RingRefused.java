package torc.ring.builder;

/// What was asked of a builder cannot be done with its devices. The message is meant for the operator.
public final class RingRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RingRefused(String message) {
        super(message);
    }
}
