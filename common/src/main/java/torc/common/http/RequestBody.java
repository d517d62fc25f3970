package torc.common.http;

import java.util.OptionalLong;
import torc.common.stream.ByteSource;

/// The body of a request, to be pulled by the handler's virtual thread.
///
/// The first pull sends `100 Continue` if the client waits for it (RFC 9110 §10.1.1). [#next()] throws
/// [BodyBroken] when the client vanishes, stalls longer than the server's limit, or sends fewer bytes than announced.
/// A body that the handler does not read to its end is drained up to a small bound by the server, or
/// else the connection is closed.
public interface RequestBody extends ByteSource {
    /// The announced length in bytes; empty if the body is chunked.
    OptionalLong announcedBytes();
}
