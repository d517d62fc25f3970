/// Requests on containers. Begin at [torc.proxy.swift.container.ContainerRequests].
@NullMarked
package torc.proxy.swift.container;

import org.jspecify.annotations.NullMarked;
