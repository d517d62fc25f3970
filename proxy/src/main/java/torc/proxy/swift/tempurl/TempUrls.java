package torc.proxy.swift.tempurl;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Container;
import torc.proxy.objects.Containers;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;

/// Judges temporary URLs. Each is signed with one of two keys of the account or of the container.
public final class TempUrls {
    static final String SIGNATURE = "temp_url_sig";
    static final String EXPIRES = "temp_url_expires";

    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE");

    /// Who may do one of these may look whether it was done.
    private static final List<String> IMPLY_HEAD = List.of("HEAD", "GET", "POST", "PUT");

    /// They would make an object that reads as others (THREATS W01).
    private static final List<String> POINTERS = List.of("x-object-manifest", "x-symlink-target", "x-copy-from");

    private static final List<String> KEYS = List.of("temp-url-key", "temp-url-key-2");

    private final Accounts accounts;
    private final Containers containers;
    private final InstantSource clock;

    public TempUrls(Accounts accounts, Containers containers, InstantSource clock) {
        this.accounts = accounts;
        this.containers = containers;
        this.clock = clock;
    }

    /// Whether a request says that it is one of a temporary URL.
    public static boolean isAsked(HttpRequest http) {
        if (http.rawQuery().isEmpty() || http.method().equals("OPTIONS")) return false;
        var query = QueryParameters.parse(http.rawQuery());
        return query.contains(SIGNATURE) || query.contains(EXPIRES);
    }

    /// Lets a request pass.
    ///
    /// @return what else it may touch
    /// @throws Refused if its signature is not that of what it asks for, or it has ended
    public Reach admit(HttpRequest http, SwiftPath path) {
        try {
            return admit(http, path, QueryParameters.parse(http.rawQuery()));
        } catch (Refused refused) {
            if (refused.fault() != Fault.TEMP_URL_INVALID) throw refused;
            var realm = "Swift realm=\"" + PercentCoding.encode(path.account()) + '"';
            throw refused.with(Headers.builder().add("Www-Authenticate", realm).build());
        }
    }

    private Reach admit(HttpRequest http, SwiftPath path, QueryParameters query) {
        var url = TempUrl.parse(query);
        var prefix = url.prefix().orElse("");
        var valid = url.expiresSeconds() >= clock.instant().getEpochSecond()
                && METHODS.contains(http.method())
                && (path.level() == Level.OBJECT || isOfSite(http, path, url))
                && http.rawPath().startsWith("/v1/")
                && (path.object().isEmpty() || !path.object().chars().allMatch(c -> c == '/'))
                && path.object().startsWith(prefix)
                && url.addresses()
                        .map(range -> AddressRange.contains(range, http.remoteAddress()))
                        .orElse(true);
        if (!valid) throw new Refused(Fault.TEMP_URL_INVALID);
        var whole = "/v1/" + path.account() + '/' + path.container() + '/';
        var signed = url.prefix().isPresent() ? "prefix:" + whole + prefix : whole + path.object();
        var methods = http.method().equals("HEAD") ? IMPLY_HEAD : List.of(http.method());
        var reach = keys(path)
                .filter(key -> methods.stream().anyMatch(method -> isSigned(url, method, signed, key.secret())))
                .map(Key::reach)
                .findFirst()
                .orElseThrow(() -> new Refused(Fault.TEMP_URL_INVALID));
        if (!http.method().equals("GET") && !http.method().equals("HEAD")) refusePointers(http, query);
        return reach;
    }

    /// What the key reaches that a text was signed with; empty if none of those that count for a path was.
    public Optional<Reach> reachOf(SwiftPath path, String signature, String text) {
        return TempSignature.parse(signature)
                .flatMap(given -> keys(path)
                        .filter(key -> given.isOf(text, key.secret()))
                        .map(Key::reach)
                        .map(reach -> (Reach) reach)
                        .findFirst());
    }

    /// Whether it is the root of a site, which a URL for all of its objects is good for.
    private static boolean isOfSite(HttpRequest http, SwiftPath path, TempUrl url) {
        return path.level() == Level.CONTAINER
                && url.prefix().isPresent()
                && (http.method().equals("GET") || http.method().equals("HEAD"));
    }

    private static boolean isSigned(TempUrl url, String method, String path, String key) {
        var text = method + '\n' + url.expiresSeconds() + '\n' + path;
        return url.signature()
                .isOf(url.addresses().map(range -> "ip=" + range + '\n').orElse("") + text, key);
    }

    private record Key(String secret, TempReach reach) {}

    private Stream<Key> keys(SwiftPath path) {
        var keys = new ArrayList<Key>();
        var ofAccount = accounts.properties(path.accountName());
        add(keys, ofAccount, Kind.ACCOUNT, new TempReach(path.account(), ""));
        if (Accounts.hasEnded(ofAccount)) return Stream.empty();
        var container = containers.find(path.containerName(Fault.NOT_FOUND));
        container
                .map(Container::properties)
                .ifPresent(properties ->
                        add(keys, properties, Kind.CONTAINER, new TempReach(path.account(), path.container())));
        return keys.stream();
    }

    private static void add(List<Key> keys, Map<String, String> properties, Kind kind, TempReach reach) {
        for (var name : KEYS) {
            var secret = properties.getOrDefault(kind.prefix() + name, "");
            if (!secret.isEmpty()) keys.add(new Key(secret, reach));
        }
    }

    private static void refusePointers(HttpRequest http, QueryParameters query) {
        for (var header : POINTERS)
            if (http.headers().contains(header))
                throw new Refused(Fault.TEMP_URL_POINTER, "header '" + HeaderNames.title(header) + "'");
        if (query.contains("multipart-manifest"))
            throw new Refused(Fault.TEMP_URL_POINTER, "parameter 'multipart-manifest'");
    }
}
