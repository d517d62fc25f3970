/// Blobs as k data and m parity fragments on the devices that the ring names: any k of them give the blob.
///
/// Begin reading at [torc.objectserver.erasure.ErasureStore]; how a blob is cut is
/// [torc.objectserver.erasure.StripeLayout]'s and
/// docs/formats.md's, "Fragments of blobs". Health of devices, lanes, ballots and limits are those of the
/// replicas. Everything blocks and
/// is called from virtual threads.
@NullMarked
package torc.objectserver.erasure;

import org.jspecify.annotations.NullMarked;
