package torc.tools.chaos;

/// Whether an operation happened is not known: the server died, or said that it does not know.
final class NoAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String why) {
        super(why, null, false, false);
    }
}
