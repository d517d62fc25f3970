/// The few things that the blob engine asks of a file system, and nothing else.
///
/// [torc.objectserver.disk.Disk] is the seam where tests put a disk that loses power, tears writes, fills up and
/// fails; [torc.objectserver.disk.RealDisk] is the true one. Everything blocks and may be called by any thread.
@NullMarked
package torc.objectserver.disk;

import org.jspecify.annotations.NullMarked;
