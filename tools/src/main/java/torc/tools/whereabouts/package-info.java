/// Where an object is: what its row says, and on which devices the copies or fragments of its blobs are, by the
/// ring and in truth. For operators, as swift-object-info and swift-get-nodes are.
///
/// Begin reading at [torc.tools.whereabouts.WhereApi], which answers on the node API of a cluster's node and on the
/// admin port of a Torc that runs alone; `torc object` asks. Nothing here changes anything, and no public API
/// leads here.
@NullMarked
package torc.tools.whereabouts;

import org.jspecify.annotations.NullMarked;
