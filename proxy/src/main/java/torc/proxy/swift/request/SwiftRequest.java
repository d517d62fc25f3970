package torc.proxy.swift.request;

import java.util.List;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;

/// A request that has passed the gate: all that it touches is known, and who sent it may touch it.
///
/// @param path what it reads or writes; of a copy, the target
/// @param sources what it copies from: none or one
/// @param owner whether the sender owns the account, and so may see and set who else may use it
/// @param reseller whether the sender owns all accounts, and says how much they may hold
/// @param ownerDomainId domain of the account's project, where the sender shows it; else empty
/// @param reach what else the sender may touch
/// @param sent whether another cluster sent it, which was verified
/// @param sentMicros when that cluster did what the request tells; empty if it does not say
public record SwiftRequest(
        HttpRequest http,
        SwiftPath path,
        List<SwiftPath> sources,
        QueryParameters query,
        boolean owner,
        boolean reseller,
        String ownerDomainId,
        Reach reach,
        boolean sent,
        OptionalLong sentMicros) {
    /// A request of a client.
    public SwiftRequest(
            HttpRequest http,
            SwiftPath path,
            List<SwiftPath> sources,
            QueryParameters query,
            boolean owner,
            boolean reseller,
            String ownerDomainId,
            Reach reach) {
        this(http, path, sources, query, owner, reseller, ownerDomainId, reach, false, OptionalLong.empty());
    }

    public SwiftRequest {
        sources = List.copyOf(sources);
    }

    public Headers headers() {
        return http.headers();
    }

    /// The value of a header, octet for octet; empty text if it is not there.
    public String header(String name) {
        return http.headers().first(name).orElse("");
    }
}
