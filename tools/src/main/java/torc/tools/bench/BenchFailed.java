package torc.tools.bench;

/// A benchmark cannot go on; its message says why.
final class BenchFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchFailed(String why) {
        super(why, null, false, false);
    }
}
