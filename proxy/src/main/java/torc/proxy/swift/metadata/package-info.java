/// User metadata in headers: its limits, and how it comes into accounts, containers and objects.
///
/// Begin at [torc.proxy.swift.metadata.MetadataHeaders].
@NullMarked
package torc.proxy.swift.metadata;

import org.jspecify.annotations.NullMarked;
