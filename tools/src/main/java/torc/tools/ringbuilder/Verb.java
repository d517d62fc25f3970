package torc.tools.ringbuilder;

import java.util.List;

/// Something that the command does with a builder or a ring.
@FunctionalInterface
interface Verb {
    /// @param arguments what follows the verb
    /// @return the exit code
    int run(Session session, List<String> arguments);
}
