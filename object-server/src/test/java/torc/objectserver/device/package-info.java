/// The contract suite that every [torc.objectserver.device.BlobDevice] runs, and a device in memory to build on.
@NullMarked
package torc.objectserver.device;

import org.jspecify.annotations.NullMarked;
