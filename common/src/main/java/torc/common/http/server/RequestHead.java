package torc.common.http.server;

import torc.common.http.Headers;

/// The head of a request after all checks, and how its body is framed.
///
/// @param path path of the target, percent-encoding untouched
/// @param query without its question mark
/// @param bodyBytes length of the body, or [#CHUNKED]
/// @param keepAlive whether the client wants the connection afterwards
/// @param expectsContinue whether the client waits for `100 Continue`
record RequestHead(
        String method,
        String path,
        String query,
        Headers headers,
        long bodyBytes,
        boolean keepAlive,
        boolean expectsContinue,
        boolean http10) {
    static final long CHUNKED = -1;
}
