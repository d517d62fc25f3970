/// Where on a device each blob lies, in RocksDB without a log.
///
/// Everything here can be made anew from the segments; what is kept is kept so that a restart is quick. All counts
/// (blobs, bytes, digests of partitions, live bytes of segments) change in the same atomic batch as the entry that
/// they count, so they are exact after any crash. Calls are short and hit memory as a rule; any thread may make them,
/// but only one at a time may change the entry of an id: the caller holds that id's lock.
@NullMarked
package torc.objectserver.index;

import org.jspecify.annotations.NullMarked;
