/// What a Swift request is once it has been read: its decoded path, its query, and why it may be refused.
///
/// Nothing here asks who is calling or touches storage. Begin at [torc.proxy.swift.request.SwiftPath].
@NullMarked
package torc.proxy.swift.request;

import org.jspecify.annotations.NullMarked;
