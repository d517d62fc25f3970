package torc.objectserver.api;

/// Bytes that came over the wire are not what they should be.
public final class WireDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WireDamaged(String cause) {
        super(cause);
    }
}
