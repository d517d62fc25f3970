package torc.objectserver.server;

/// A request is not one of the inner API.
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequest(String cause) {
        super(cause);
    }
}
