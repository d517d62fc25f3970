package torc.control.api;

/// A service cannot do what was asked now; trying again later may help. Becomes 503.
public abstract class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected Unavailable(String cause) {
        super(cause, null, false, false);
    }
}
