package torc.proxy.swift.sync;

import java.net.URI;
import java.util.Optional;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;

/// Where a container is synchronised to: only hosts that the operator named (THREATS V04).
///
/// @param container URL of the other container
/// @param realm in capitals; empty if the host is named by itself
/// @param realmKey empty without a realm
record SyncDestination(URI container, String realm, String realmKey) {
    private static final int MAX_LENGTH = 2048;

    /// @param value of `X-Container-Sync-To`
    /// @return empty for the empty value
    /// @throws Refused if it is not one of the two forms, or leads where nothing may be sent
    static Optional<SyncDestination> parse(String value, SyncSettings settings) {
        var text = stripped(value);
        if (text.isEmpty()) return Optional.empty();
        if (text.length() > MAX_LENGTH) throw refused("Invalid X-Container-Sync-To format");
        return Optional.of(text.startsWith("//") ? inRealm(text, settings) : atHost(text, settings));
    }

    private static String stripped(String value) {
        var end = value.length();
        while (end > 0 && value.charAt(end - 1) == '/') end--;
        return value.substring(0, end);
    }

    private static SyncDestination inRealm(String text, SyncSettings settings) {
        var parts = text.substring(2).split("/", -1);
        if (parts.length != 4) throw refused("Invalid X-Container-Sync-To format " + quoted(text));
        var realm = settings.realm(parts[0]).orElseThrow(() -> refused("No realm key for " + quoted(parts[0])));
        var endpoint = settings.endpoint(parts[0], parts[1])
                .orElseThrow(() -> refused("No cluster endpoint for " + quoted(parts[0]) + ' ' + quoted(parts[1])));
        var path = coded(parts[2]) + "/" + coded(parts[3]);
        var container = URI.create(stripped(endpoint) + "/" + path);
        return new SyncDestination(
                container,
                parts[0].toUpperCase(java.util.Locale.ROOT),
                realm.key().value());
    }

    private static SyncDestination atHost(String text, SyncSettings settings) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw refused("Invalid X-Container-Sync-To format " + quoted(text));
        }
        var scheme = uri.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme))
            throw refused("Invalid scheme " + quoted(String.valueOf(scheme))
                    + " in X-Container-Sync-To, must be \"//\", \"http\", or \"https\".");
        var path = uri.getRawPath();
        if (path == null || path.isEmpty()) throw refused("Path required in X-Container-Sync-To");
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null)
            throw refused("Params, queries, and fragments not allowed in X-Container-Sync-To");
        var host = uri.getHost();
        if (host == null || settings.allowedHosts().stream().noneMatch(host::equalsIgnoreCase))
            throw refused("Invalid host " + quoted(String.valueOf(host)) + " in X-Container-Sync-To");
        return new SyncDestination(uri, "", "");
    }

    private static String coded(String part) {
        var plain = PercentCoding.decode(part).orElseThrow(() -> refused("Invalid X-Container-Sync-To format"));
        if (plain.isEmpty() || plain.indexOf('/') >= 0 || plain.indexOf('\0') >= 0)
            throw refused("Invalid X-Container-Sync-To format " + quoted(part));
        return PercentCoding.encode(plain);
    }

    private static String quoted(String text) {
        return "'" + text.replaceAll("[^ -~]", "?") + "'";
    }

    private static Refused refused(String why) {
        return new Refused(Fault.SYNC_TO_INVALID, why);
    }

    /// Path of an object there, percent-coded.
    String path(String object) {
        return container.getRawPath() + "/" + PercentCoding.encode(object);
    }
}
