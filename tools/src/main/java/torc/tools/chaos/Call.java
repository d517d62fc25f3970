package torc.tools.chaos;

import java.util.List;
import java.util.Optional;
import torc.tools.chaos.history.Step;

/// A request of a client, which it may have to send twice.
///
/// @param key that it is about; for a listing, the group
/// @param intent what it does if it does something; empty for a look
record Call(String key, Optional<Step> intent, Ask ask) {
    /// Sends it to a node.
    @FunctionalInterface
    interface Ask {
        /// What the answer tells of keys; nothing if the request was refused.
        ///
        /// @throws NoAnswer if that is not known
        List<Told> send(Dialect node) throws InterruptedException;
    }

    /// A step on one key.
    record Told(String key, Step step) {}
}
