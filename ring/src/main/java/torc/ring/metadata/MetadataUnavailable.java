package torc.ring.metadata;

/// A read could not be answered in time, because the store reaches too few of its nodes. Trying again later may help.
public final class MetadataUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetadataUnavailable(String message) {
        super(message);
    }

    public MetadataUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
