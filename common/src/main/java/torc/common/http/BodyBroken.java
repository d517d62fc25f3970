package torc.common.http;

/// The body of a request will not arrive whole: the client vanished, stalled, or broke the framing.
public final class BodyBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BodyBroken(Reason reason) {
        super("request body broken: " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// What went wrong.
    public enum Reason {
        /// The connection ended before the body did.
        DISCONNECTED,
        /// No byte arrived within the limit.
        STALLED,
        /// The framing of the body is malformed.
        MALFORMED
    }
}
