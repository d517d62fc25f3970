/// HTTP for all routers: a request is a value with a body to pull, a response is a value with a body to
/// push, and a handler is a function between them that runs on a virtual thread.
///
/// Vert.x stays behind [torc.common.http.HttpHandler]'s server; no other package sees its types.
@NullMarked
package torc.common.http;

import org.jspecify.annotations.NullMarked;
