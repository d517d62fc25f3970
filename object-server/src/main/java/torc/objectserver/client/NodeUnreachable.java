package torc.objectserver.client;

/// A node did not answer, or not in time.
final class NodeUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeUnreachable(String cause) {
        super(cause);
    }
}
