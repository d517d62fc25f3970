package torc.proxy.swift.web;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import torc.common.dns.DnsServer;
import torc.common.http.HttpRequest;
import torc.common.id.Ids;
import torc.proxy.swift.access.AccessSettings;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;

/// Reads the account, and the container, of a request from its host (Swift's domain_remap): host names have no
/// underscore and know no case, so a hyphen stands for the prefix's underscore, and the prefix's case is
/// mended.
///
/// A host below none of the domains may be looked up first (Swift's cname_lookup): then it stands for the name that
/// it is an alias of, and is refused if it is an alias of none of ours. An address, and a domain itself, stand for
/// the API.
public final class DomainRemap {
    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");

    /// Balancers ask it of a process by whatever name they know.
    private static final String HEALTH = "/healthcheck";

    /// For each name of a chain.
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(2);

    private final List<String> domains;
    private final List<String> prefixes;
    private final int depth;
    private final Optional<CanonicalNames> aliases;

    /// @param clock by which answers of the DNS server are remembered
    /// @param ids draws ids of questions to it; must not be predictable
    public DomainRemap(SiteSettings settings, AccessSettings access, InstantSource clock, Ids ids) {
        this.depth = settings.cnameLookup().lookupDepth();
        this.aliases = depth > 0 ? Optional.of(aliases(settings.cnameLookup(), clock, ids)) : Optional.empty();
        this.domains = settings.domains().stream()
                .map(domain -> domain.startsWith(".") ? domain : "." + domain)
                .toList();
        this.prefixes = List.of(access.resellerPrefix(), access.servicePrefix());
    }

    private static CanonicalNames aliases(CnameSettings settings, InstantSource clock, Ids ids) {
        var address = settings.resolver().isEmpty()
                ? DnsServer.ofSystem(RESOLVERS)
                        .orElseThrow(() -> new IllegalArgumentException(
                                RESOLVERS + " names no DNS server; set swift.sites.cname-lookup.resolver"))
                : DnsServer.address(settings.resolver());
        var server = new DnsServer(address, LOOKUP_LIMIT, () -> (int) ids.next().low());
        return new CanonicalNames(settings.lookupDepth(), server::cname, clock);
    }

    /// The same request with the path that its host and its own path name together; empty if its host names
    /// nothing.
    ///
    /// @throws Refused if the host has too many parts
    public Optional<HttpRequest> remap(HttpRequest http) {
        if (domains.isEmpty()) return Optional.empty();
        var host = Octets.lenientUtf8(http.headers().first("host").orElse(""));
        var name = host.replaceFirst(":[0-9]+$", "");
        var domain = domain(name);
        if (domain.isPresent()) return remap(http, below(name, domain.get()));
        if (aliases.isEmpty() || isOfApi(name) || http.rawPath().equals(HEALTH)) return Optional.empty();
        return switch (aliases.get()
                .follow(name.toLowerCase(Locale.ROOT), each -> domain(each).isPresent())) {
            case CanonicalNames.Followed.Found(var found) ->
                remap(http, below(found, domain(found).orElseThrow()));
            case CanonicalNames.Followed.Ended _ ->
                throw new Refused(Fault.HOST_UNKNOWN, "CNAME lookup failed to resolve to a valid domain");
            case CanonicalNames.Followed.TooDeep _ ->
                throw new Refused(Fault.HOST_UNKNOWN, "CNAME lookup failed after " + depth + " tries");
        };
    }

    /// The domain of ours that a name is below.
    private Optional<String> domain(String name) {
        return domains.stream().filter(name::endsWith).findFirst();
    }

    private static String below(String name, String domain) {
        return name.substring(0, name.length() - domain.length());
    }

    /// Names that stand for the API are not looked up: a domain itself, an address, and no name at all.
    private boolean isOfApi(String name) {
        return name.isEmpty()
                || name.startsWith("[")
                || name.equals("localhost")
                || name.matches("[0-9.]+")
                || domains.contains("." + name.toLowerCase(Locale.ROOT));
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
