/// Entity tags in quotes, as RFC 9110 has them, where they are wanted. Begin at
/// [torc.proxy.swift.etag.EtagQuoter].
@NullMarked
package torc.proxy.swift.etag;

import org.jspecify.annotations.NullMarked;
