package torc.proxy.swift.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import torc.common.http.HttpRequest;
import torc.proxy.swift.access.AccessSettings;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;

/// Reads the account, and the container, of a request from its host (Swift's domain_remap): host names have no
/// underscore and know no case, so a hyphen stands for the prefix's underscore, and the prefix's case is
/// mended.
public final class DomainRemap {
    private final List<String> domains;
    private final List<String> prefixes;

    public DomainRemap(SiteSettings settings, AccessSettings access) {
        this.domains = settings.domains().stream()
                .map(domain -> domain.startsWith(".") ? domain : "." + domain)
                .toList();
        this.prefixes = List.of(access.resellerPrefix(), access.servicePrefix());
    }

    /// The same request with the path that its host and its own path name together; empty if its host names
    /// nothing.
    ///
    /// @throws Refused if the host has too many parts
    public Optional<HttpRequest> remap(HttpRequest http) {
        if (domains.isEmpty()) return Optional.empty();
        var host = Octets.lenientUtf8(http.headers().first("host").orElse(""));
        var name = host.replaceFirst(":[0-9]+$", "");
        for (var domain : domains)
            if (name.endsWith(domain)) return remap(http, name.substring(0, name.length() - domain.length()));
        return Optional.empty();
    }

    private Optional<HttpRequest> remap(HttpRequest http, String labels) {
        var parts = labels.split("\\.", -1);
        if (parts.length > 2) throw new Refused(Fault.HOST_INVALID);
        var account = account(parts[parts.length - 1]);
        if (account.isEmpty()) return Optional.empty();
        var container = parts.length == 2 ? "/" + PercentCoding.encode(parts[0]) : "";
        return Optional.of(http.withRawPath("/v1/" + PercentCoding.encode(account.get()) + container + http.rawPath()));
    }

    private Optional<String> account(String label) {
        var name = label.indexOf('_') < 0 ? label.replaceFirst("-", "_") : label;
        return prefixes.stream()
                .filter(prefix -> name.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(prefix -> prefix + name.substring(prefix.length()));
    }
}
