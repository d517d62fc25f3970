package torc.objectserver.index;

/// The index cannot be read or written. It can be made anew from the segments.
public final class IndexDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IndexDamaged(String what, Throwable cause) {
        super("the index failed: " + what, cause);
    }
}
