/// An object server as a whole: the devices of one data folder, the store over them, and the daemons that
/// keep their blobs well.
///
/// Begin reading at [torc.objectserver.node.ObjectNode]. The wiring program opens a node, gives its store
/// to the object service, gives it the object service's rows for the reclaimer, and closes it last.
@NullMarked
package torc.objectserver.node;

import org.jspecify.annotations.NullMarked;
