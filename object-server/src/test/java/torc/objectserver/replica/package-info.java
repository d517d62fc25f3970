/// Tests of the copies of blobs, and a device that misbehaves as they need it.
@NullMarked
package torc.objectserver.replica;

import org.jspecify.annotations.NullMarked;
