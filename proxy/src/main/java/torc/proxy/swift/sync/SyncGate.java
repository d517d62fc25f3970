package torc.proxy.swift.sync;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.secret.ConstantTime;
import torc.proxy.objects.Containers;
import torc.proxy.objects.Names;
import torc.proxy.objects.Syncing;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;

/// Verifies requests that another cluster signed. A signature may be shown again: what it brings has the time that
/// is signed with it, and changes nothing a second time.
public final class SyncGate {
    private static final String AUTH = "x-container-sync-auth";

    /// How far another cluster's clock may be ahead.
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final int MAX_AUTH = 512;

    private final SyncSettings settings;
    private final Containers containers;
    private final InstantSource clock;

    public SyncGate(SyncSettings settings, Containers containers, InstantSource clock) {
        this.settings = settings;
        this.containers = containers;
        this.clock = clock;
    }

    /// A request that was verified.
    ///
    /// @param micros the time that it carries; empty if it carries none
    public record Verified(OptionalLong micros) {}

    /// Empty if the request asks for nothing of this.
    ///
    /// @throws Refused if it does, and is not what it must be
    public Optional<Verified> verify(HttpRequest http, SwiftPath path) {
        if (path.level() == Level.ACCOUNT) return Optional.empty();
        var auth = http.headers().first(AUTH).filter(text -> !text.isEmpty());
        if (auth.isPresent()) {
            if (!isSigned(http, path, auth.get())) throw invalid(path);
            return Optional.of(verified(http));
        }
        var shown = http.headers().first(Syncing.KEY_PROPERTY).filter(text -> !text.isEmpty());
        if (shown.isEmpty() || path.level() != Level.OBJECT) return Optional.empty();
        if (settings.allowedHosts().isEmpty() || !http.headers().contains("x-timestamp")) return Optional.empty();
        var key = userKey(path);
        return key.isPresent() && ConstantTime.equal(shown.get(), key.get())
                ? Optional.of(verified(http))
                : Optional.empty();
    }

    private boolean isSigned(HttpRequest http, SwiftPath path, String auth) {
        if (auth.length() > MAX_AUTH) return false;
        var parts = auth.trim().split("\\s+");
        if (parts.length != 3) return false;
        var realmKeys = settings.keys(parts[0]);
        var userKey = userKey(path);
        if (realmKeys.isEmpty() || userKey.isEmpty()) return false;
        var coded =
                PercentCoding.decode(http.rawPath()).map(PercentCoding::encode).orElse("");
        var timestamp = http.headers().first("x-timestamp").orElse("0");
        var isValid = false;
        for (var realmKey : realmKeys) {
            var expected = SyncSignature.of(http.method(), coded, timestamp, parts[1], realmKey, userKey.get());
            isValid |= ConstantTime.equal(parts[2], expected);
        }
        return isValid;
    }

    private Optional<String> userKey(SwiftPath path) {
        var tooLong = Octets.utf8Length(path.account()) > Names.MAX_ACCOUNT_BYTES
                || Octets.utf8Length(path.container()) > Names.MAX_CONTAINER_BYTES;
        if (tooLong) return Optional.empty();
        var properties =
                containers.properties(path.containerName(Fault.NOT_FOUND)).orElse(Map.of());
        return Optional.ofNullable(properties.get(Syncing.KEY_PROPERTY));
    }

    private Verified verified(HttpRequest http) {
        var timestamp = http.headers().first("x-timestamp").orElse("");
        if (timestamp.isEmpty()) return new Verified(OptionalLong.empty());
        var micros = SentTime.micros(timestamp);
        var latest = clock.instant().plus(AHEAD).toEpochMilli() * 1_000;
        // What came from the far future could not be overwritten by anything until then.
        if (micros.isEmpty() || micros.getAsLong() <= 0 || micros.getAsLong() > latest)
            throw new Refused(Fault.SYNC_TIMESTAMP_INVALID);
        return new Verified(micros);
    }

    private static Refused invalid(SwiftPath path) {
        var realm = "SwiftContainerSync realm=\"" + PercentCoding.encode(path.account()) + '"';
        return new Refused(Fault.SYNC_AUTH_INVALID)
                .with(Headers.builder().add("Www-Authenticate", realm).build());
    }
}
