/// What operators ask of the rings of a cluster: the commands `torc ring` and `torc node`, and the route of the
/// node
/// API that answers them. A command asks the node of its data directory, as that node.
@NullMarked
package torc.tools.rings;

import org.jspecify.annotations.NullMarked;
