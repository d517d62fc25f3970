package torc.tools.ringbuilder;

/// Ends a verb: what stands in the way, and the exit code that says so. Nothing has been saved.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Refusal(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static Refusal error(String message) {
        return new Refusal(RingBuilderCommand.ERROR, message);
    }

    static Refusal warning(String message) {
        return new Refusal(RingBuilderCommand.WARNING, message);
    }

    int exitCode() {
        return exitCode;
    }
}
