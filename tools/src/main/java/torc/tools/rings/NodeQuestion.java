package torc.tools.rings;

import java.util.List;
import torc.tools.cluster.NodeRecord;

/// What is asked of a node about the cluster's nodes.
///
/// @param verb what to do
/// @param node name of the node to do it to; empty for [Verb#LIST]
/// @param force whether a node goes though it may hold the only copies of something
record NodeQuestion(Verb verb, String node, boolean force) {
    /// What can be asked.
    enum Verb {
        LIST,
        DRAIN,
        REMOVE
    }

    /// All nodes.
    ///
    /// @param leader id of the metadata member that leads
    record Answer(List<NodeRecord> nodes, String leader) {
        Answer {
            nodes = List.copyOf(nodes);
        }
    }
}
