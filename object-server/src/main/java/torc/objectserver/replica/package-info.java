/// Copies of blobs on the devices that the ring names: parallel writes with a quorum, reads that go on from
/// another copy, deletes on all of them.
///
/// Begin reading at [torc.objectserver.replica.ReplicaStore]. Everything blocks and is called from virtual
/// threads; with more than one copy each device is talked to on a virtual thread of its own, so that a device
/// that hangs holds up nobody for longer than the limits say. docs/architecture.md, "Replicas on devices", has
/// the tour.
@NullMarked
package torc.objectserver.replica;

import org.jspecify.annotations.NullMarked;
