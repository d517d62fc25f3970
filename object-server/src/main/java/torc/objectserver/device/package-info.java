/// What one device does with blobs: the interface between the copies' placement and the engine or the wire.
///
/// [torc.objectserver.device.BlobDevice] has two implementations: the segment engine, in this process, and the client
/// of an object server, over HTTP. One contract suite runs on both.
@NullMarked
package torc.objectserver.device;

import org.jspecify.annotations.NullMarked;
