package torc.common.context;

import java.time.Instant;

/// What accompanies a request through every thread that works for it.
///
/// @param requestId goes into every log line and response of the request (Swift calls it the transaction id)
/// @param deadline after this instant nobody waits for the answer any more
public record RequestContext(String requestId, Instant deadline) {
    /// Bound once, at the edge, for the virtual thread that handles the request.
    public static final ScopedValue<RequestContext> REQUEST = ScopedValue.newInstance();

    /// The id of the request that this thread works for, or `-` outside of any.
    public static String currentRequestId() {
        return REQUEST.isBound() ? REQUEST.get().requestId() : "-";
    }
}
