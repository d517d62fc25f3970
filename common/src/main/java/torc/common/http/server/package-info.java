/// The HTTP/1.1 server that feeds an [torc.common.http.HttpHandler].
///
/// Begin reading at [torc.common.http.server.HttpServer], then `Connection` (what happens on the event loop) and
/// `Exchange` (what happens on a request's virtual thread). Vert.x gives the sockets, TLS and event loops; the
/// framing is our own, strict where Netty's codec is kind (bare LF, obs-fold, doubled lengths), because two
/// parsers that disagree on where a request ends are a hole (THREATS S29).
///
/// Vert.x and Netty types end in this package. One hop goes off the event loop (a new virtual thread for each
/// request), one hop goes back (each piece of the response).
@NullMarked
package torc.common.http.server;

import org.jspecify.annotations.NullMarked;
