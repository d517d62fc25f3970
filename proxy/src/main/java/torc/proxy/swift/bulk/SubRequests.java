package torc.proxy.swift.bulk;

import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.RequestBody;
import torc.proxy.swift.request.SwiftPath;

/// Sends the parts of a request that does many things, each with its sender's rights.
@FunctionalInterface
public interface SubRequests {
    /// @param more headers besides those that say who asks
    /// @return the answer, also if it is a refusal
    HttpResponse send(String method, SwiftPath path, Headers more, RequestBody body);
}
