package torc.proxy.swift.web;

import torc.common.config.Meaning;
import torc.common.dns.DnsServer;

/// How hosts below no domain of ours are looked up (Swift's cname_lookup).
///
/// @param lookupDepth canonical names that are followed one after the other, 1 to 10; 0 looks nothing up
/// @param resolver address of the DNS server, such as `10.0.0.53` or `10.0.0.53:5353`; empty for the system's
public record CnameSettings(
        @Meaning("canonical names followed for a host below none of the domains, 1 to 10; 0 looks none up")
        int lookupDepth,

        @Meaning("address of the DNS server, if not the system's")
        String resolver) {
    public static final CnameSettings DEFAULTS = new CnameSettings(0, "");

    private static final int MOST_DEPTH = 10;

    public CnameSettings {
        if (lookupDepth < 0 || lookupDepth > MOST_DEPTH)
            throw new IllegalArgumentException("lookupDepth is 0 to " + MOST_DEPTH + ": " + lookupDepth);
        if (!resolver.isEmpty()) {
            var _ = DnsServer.address(resolver);
        }
    }
}
