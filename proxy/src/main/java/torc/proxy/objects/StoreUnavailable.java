package torc.proxy.objects;

/// What was asked could not be done now, and the call has no outcome that says so. Nothing is known to have changed;
/// trying again later may help.
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean full;

    public StoreUnavailable(String cause, boolean full) {
        super(cause);
        this.full = full;
    }

    /// Whether it is because the disks are full.
    public boolean full() {
        return full;
    }
}
