/// Lets other nodes reach this node's devices, over HTTP: one handler that the HTTP kit's server calls on a
/// virtual thread for each request.
///
/// Begin reading at [torc.objectserver.server.BlobServer]; docs/formats.md, "Inner blob API", has the wire.
@NullMarked
package torc.objectserver.server;

import org.jspecify.annotations.NullMarked;
