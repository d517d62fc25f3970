package torc.proxy.swift.web;

import java.util.List;
import torc.common.config.Meaning;

/// How containers are reached as web sites.
///
/// @param domains domains under which `account.domain` and `container.account.domain` name what they are called
/// after
/// @param urlBase scheme and host of redirections, such as `https://objects.example.com`; empty for those of
/// the request
public record SiteSettings(
        @Meaning("domains under which hosts are named after accounts and containers")
        List<String> domains,

        @Meaning("scheme and host of redirections, if not those of the request")
        String urlBase) {
    public static final SiteSettings DEFAULTS = new SiteSettings(List.of(), "");

    public SiteSettings {
        domains = List.copyOf(domains);
        if (!urlBase.isEmpty() && !urlBase.matches("https?://[^/]+"))
            throw new IllegalArgumentException("urlBase has a scheme and a host: " + urlBase);
    }
}
