package torc.ring.metadata;

/// The metadata was written by a newer release, in a way that this program does not know. Nothing is damaged:
/// the newer
/// program reads it.
public final class OtherRelease extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OtherRelease(String message) {
        super(message);
    }
}
