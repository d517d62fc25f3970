/// Blobs as their users see them: immutable runs of bytes with an id, an owner and a length.
///
/// Callers write and read through [torc.objectserver.blob.BlobStore], which places copies on devices by the ring. How
/// one device keeps them is the subject of `torc.objectserver.device`. Everything blocks; call from virtual threads.
@NullMarked
package torc.objectserver.blob;

import org.jspecify.annotations.NullMarked;
