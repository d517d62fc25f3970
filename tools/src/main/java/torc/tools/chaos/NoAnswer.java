package torc.tools.chaos;

/// Whether an operation happened is not known: the server died, or said that it does not know.
final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    NoAnswer(String why) {
        this(why, true);
    }

    /// @param sent whether the server may have heard of it; if not, it did not happen
    NoAnswer(String why, boolean sent) {
        super(why, null, false, false);
        this.sent = sent;
    }

    boolean isSent() {
        return sent;
    }
}
