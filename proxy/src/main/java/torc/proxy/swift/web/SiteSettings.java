package torc.proxy.swift.web;

import java.util.List;
import torc.common.config.Meaning;

/// How containers are reached as web sites.
///
/// @param domains domains under which `account.domain` and `container.account.domain` name what they are called
/// after
/// @param urlBase scheme and host of redirections, such as `https://objects.example.com`; empty for those of
/// the request
/// @param cnameLookup how hosts below none of the domains are looked up
public record SiteSettings(
        @Meaning("domains under which hosts are named after accounts and containers")
        List<String> domains,

        @Meaning("scheme and host of redirections, if not those of the request")
        String urlBase,

        @Meaning("hosts below none of the domains") CnameSettings cnameLookup) {
    public static final SiteSettings DEFAULTS = new SiteSettings(List.of(), "", CnameSettings.DEFAULTS);

    public SiteSettings {
        domains = List.copyOf(domains);
        if (cnameLookup.lookupDepth() > 0 && domains.isEmpty())
            throw new IllegalArgumentException("cnameLookup looks for names below domains, and there are none");
        if (!urlBase.isEmpty() && !urlBase.matches("https?://[^/]+"))
            throw new IllegalArgumentException("urlBase has a scheme and a host: " + urlBase);
    }
}
