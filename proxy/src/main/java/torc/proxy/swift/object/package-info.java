/// Requests on objects: reading with conditions and ranges, writing, copying, changing metadata, deleting.
///
/// Bodies stream both ways; no class here holds one. Begin at [torc.proxy.swift.object.ObjectReads] and
/// [torc.proxy.swift.object.ObjectWrites].
@NullMarked
package torc.proxy.swift.object;

import org.jspecify.annotations.NullMarked;
