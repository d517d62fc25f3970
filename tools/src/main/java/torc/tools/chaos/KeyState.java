package torc.tools.chaos;

import java.util.List;
import java.util.Optional;

/// What may stand under a name: what the last acknowledged operation left, and, while one is not answered, what
/// that
/// one would leave. For one thread at a time.
final class KeyState {
    private Optional<Body> acknowledged = Optional.empty();
    private boolean pending;
    private Optional<Body> wanted = Optional.empty();

    /// An operation is about to be sent that leaves this.
    void begin(Optional<Body> leaves) {
        pending = true;
        wanted = leaves;
    }

    /// It was answered with success.
    void succeeded() {
        acknowledged = wanted;
        pending = false;
    }

    /// It was refused with an answer that says that nothing changed.
    void refused() {
        pending = false;
    }

    /// What may be found, the likelier first.
    List<Optional<Body>> allowed() {
        return pending ? List.of(acknowledged, wanted) : List.of(acknowledged);
    }

    /// It was found as `found`; from now on that is what stands.
    void settled(Optional<Body> found) {
        acknowledged = found;
        pending = false;
    }
}
