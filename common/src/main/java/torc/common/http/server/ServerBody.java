package torc.common.http.server;

import torc.common.http.RequestBody;

/// A body as the server sees it.
sealed interface ServerBody extends RequestBody permits CollectedBody, StreamedBody {
    /// Bytes that have come so far.
    long receivedBytes();
}
