package torc.proxy.rows;

/// A row of the object service is not what it should be: a bug, damage that no checksum saw, or a newer program's row.
/// It is left as it is.
public final class RowUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RowUnreadable(String message) {
        super(message);
    }
}
