package torc.proxy.swift.cors;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Container;
import torc.proxy.objects.Containers;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.ring.metadata.MetadataUnavailable;

/// Tells browsers which pages may see an answer, by a container's metadata `Access-Control-Allow-Origin`,
/// `-Expose-Headers` and `-Max-Age` (Swift's cors page). It takes no right from anybody and gives none: what a request
/// may do is the gate's matter.
public final class Origins {
    private static final String ORIGIN = "origin";
    private static final String META = Kind.CONTAINER.prefix() + "access-control-";
    private static final Pattern SPACES = Pattern.compile(" +");

    /// A field's name (RFC 9110 §5.1).
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// Fields that every page of an allowed origin may read.
    private static final List<String> EXPOSED = List.of(
            "cache-control",
            "content-language",
            "content-type",
            "expires",
            "last-modified",
            "pragma",
            "etag",
            "x-timestamp",
            "x-trans-id",
            "x-openstack-request-id");

    private final Containers containers;

    public Origins(Containers containers) {
        this.containers = containers;
    }

    public boolean isAsked(HttpRequest http) {
        return http.headers().contains(ORIGIN) && !http.method().equals("OPTIONS");
    }

    /// The answer to OPTIONS, with which browsers ask before they send.
    ///
    /// @param methods what the path has
    public HttpResponse options(HttpRequest http, SwiftPath path, List<String> methods) {
        var headers = Headers.builder().add("Allow", String.join(", ", methods));
        var origin = http.headers().first(ORIGIN);
        if (origin.isEmpty() || path.level() == Level.ACCOUNT) return HttpResponse.of(200, headers.build());
        var rules = rules(path);
        var method = http.headers().first("access-control-request-method").orElse("");
        if (!isAllowed(rules, origin.get()) || !methods.contains(method)) return HttpResponse.of(401, headers.build());
        allow(rules, origin.get(), headers);
        var age = rules.getOrDefault(META + "max-age", "");
        if (!age.isEmpty()) headers.add("Access-Control-Max-Age", age);
        headers.add("Access-Control-Allow-Methods", String.join(", ", methods));
        var asked = names(http.headers().first("access-control-request-headers").orElse(""), Pattern.compile(","));
        if (!asked.isEmpty()) {
            headers.add("Access-Control-Allow-Headers", String.join(", ", asked));
            vary(headers, "Access-Control-Request-Headers");
        }
        return HttpResponse.of(200, headers.build());
    }

    /// An answer, with what its page needs to read it.
    public HttpResponse finished(HttpRequest http, HttpResponse response) {
        var rules = rules(http);
        var origin = http.headers().first(ORIGIN).orElse("");
        if (!isAllowed(rules, origin)) return response;
        var exposed = new TreeSet<>(EXPOSED);
        response.headers().forEach((name, _) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-container-meta") || lower.startsWith("x-object-meta")) exposed.add(lower);
        });
        exposed.addAll(names(rules.getOrDefault(META + "expose-headers", "").toLowerCase(Locale.ROOT), SPACES));
        var headers = response.headers().toBuilder().set("Access-Control-Expose-Headers", String.join(", ", exposed));
        allow(rules, origin, headers);
        return new HttpResponse(response.status(), headers.build(), response.body());
    }

    private Map<String, String> rules(HttpRequest http) {
        try {
            var path = SwiftPath.parse(http.rawPath());
            return path.level() == Level.ACCOUNT ? Map.of() : rules(path);
        } catch (Refused | StoreUnavailable | MetadataUnavailable _) {
            return Map.of(); // The answer says already what is wrong.
        }
    }

    private Map<String, String> rules(SwiftPath path) {
        return containers
                .find(path.containerName(Fault.NOT_FOUND))
                .map(Container::properties)
                .orElse(Map.of());
    }

    private static boolean isAllowed(Map<String, String> rules, String origin) {
        for (var allowed : SPACES.split(rules.getOrDefault(META + "allow-origin", "")))
            if (!allowed.isEmpty() && (allowed.equals("*") || allowed.equals(origin))) return true;
        return false;
    }

    private static void allow(Map<String, String> rules, String origin, Headers.Builder headers) {
        var all = rules.getOrDefault(META + "allow-origin", "").trim().equals("*");
        headers.set("Access-Control-Allow-Origin", all ? "*" : origin);
        if (!all) vary(headers, "Origin");
    }

    private static void vary(Headers.Builder headers, String name) {
        var before = Optional.of(headers.build()).flatMap(built -> built.first("vary"));
        headers.set("Vary", before.map(others -> others + ", " + name).orElse(name));
    }

    private static Set<String> names(String list, Pattern separator) {
        var names = new TreeSet<String>();
        for (var name : separator.split(list)) if (NAME.matcher(name.trim()).matches()) names.add(name.trim());
        return names;
    }
}
