package torc.ring.metadata;

/// Stored metadata is damaged and cannot be restored from a mirror.
public final class MetadataDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetadataDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
