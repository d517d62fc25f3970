/// What an operator holds all requests to before anybody asks who sends them. Begin at
/// [torc.proxy.swift.edge.EdgeSettings].
@NullMarked
package torc.proxy.swift.edge;

import org.jspecify.annotations.NullMarked;
