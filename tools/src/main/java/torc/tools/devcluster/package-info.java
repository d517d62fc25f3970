/// A cluster of real processes on this machine, made with the commands that its users would type: `torc
/// dev-cluster`,
/// and what `torc chaos` and `torc crash-test` hurt.
///
/// Begin at [torc.tools.devcluster.DevCluster]; a node is a [torc.tools.devcluster.NodeProcess]. Nothing here
/// knows what
/// a node keeps.
@NullMarked
package torc.tools.devcluster;

import org.jspecify.annotations.NullMarked;
