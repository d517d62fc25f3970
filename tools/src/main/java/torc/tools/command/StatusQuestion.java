package torc.tools.command;

/// What is asked of a node about how it does, on [#PATH] of the node API.
///
/// @param all whether of all nodes, or of the one that is asked
public record StatusQuestion(boolean all) {
    /// Where it belongs in the node API.
    public static final String PATH = "/status";
}
