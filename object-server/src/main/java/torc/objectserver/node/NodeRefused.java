package torc.objectserver.node;

/// A node cannot start, and a person has to change something. Nothing was changed. The message is for the
/// operator as it stands.
public final class NodeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NodeRefused(String cause) {
        super(cause);
    }
}
