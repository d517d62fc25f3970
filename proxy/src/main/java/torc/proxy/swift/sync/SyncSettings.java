package torc.proxy.swift.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import torc.common.config.DataSize;
import torc.common.config.Meaning;
import torc.common.config.Secret;

/// How containers are synchronised with others. Without realms and hosts, none is.
///
/// @param realms by their names
/// @param allowedHosts hosts that plain URLs may name
/// @param current `//realm/cluster` that this cluster is, which `/info` tells; empty if it does not
/// @param pause between rounds
/// @param requests sent at once
/// @param bytesPerSecond sent at most
public record SyncSettings(
        @Meaning("realms of clusters that trust each other, by their names")
        Map<String, RealmSettings> realms,

        @Meaning("hosts that plain URLs in X-Container-Sync-To may name")
        List<String> allowedHosts,

        @Meaning("//realm/cluster that this cluster is, for /info")
        String current,

        @Meaning("rest between rounds of sending") Duration pause,

        @Meaning("requests sent at once") int requests,

        @Meaning("bytes sent in a second at most") DataSize bytesPerSecond) {
    private static final int MAX_REQUESTS = 64;

    public static final SyncSettings DEFAULTS =
            new SyncSettings(Map.of(), List.of(), "", Duration.ofSeconds(10), 4, DataSize.parse("100MiB"));

    public SyncSettings {
        realms = Map.copyOf(realms);
        allowedHosts = List.copyOf(allowedHosts);
        realms.forEach((name, realm) -> {
            if (realm.key().value().isEmpty()) throw new IllegalArgumentException("realm " + name + " has no key");
            if (!name.matches("[A-Za-z0-9_.-]+"))
                throw new IllegalArgumentException("realm " + name + ": letters, digits and _.- only");
            for (var cluster : realm.clusters().keySet()) {
                if (!cluster.matches("[A-Za-z0-9_.-]+"))
                    throw new IllegalArgumentException("cluster " + cluster + ": letters, digits and _.- only");
            }
        });
        if (!current.isEmpty() && !current.matches("//[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+"))
            throw new IllegalArgumentException("current: //realm/cluster");
        if (pause.isNegative() || pause.isZero() || pause.compareTo(Duration.ofDays(1)) > 0)
            throw new IllegalArgumentException("pause " + pause);
        if (requests < 1 || requests > MAX_REQUESTS) throw new IllegalArgumentException("requests " + requests);
        if (bytesPerSecond.bytes() < 1) throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond);
    }

    /// A realm's key, and those that are accepted from it; names are the same in either case, as in Swift.
    Optional<RealmSettings> realm(String name) {
        return realms.entrySet().stream()
                .filter(realm -> realm.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    Optional<String> endpoint(String realm, String cluster) {
        return realm(realm).stream()
                .flatMap(found -> found.clusters().entrySet().stream())
                .filter(each -> each.getKey().equalsIgnoreCase(cluster))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// Keys that a realm's signatures may be made with; none if there is no such realm.
    List<String> keys(String realm) {
        var keys = new ArrayList<String>();
        realm(realm).ifPresent(found -> {
            keys.add(found.key().value());
            found.key2().map(Secret::value).filter(key -> !key.isEmpty()).ifPresent(keys::add);
        });
        return keys;
    }

    /// What `/info` tells of it: names only.
    public String info() {
        var text = new StringBuilder("{\"realms\": {");
        var separator = "";
        for (var realm :
                realms.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            if (realm.getValue().clusters().isEmpty()) continue;
            var name = realm.getKey().toUpperCase(Locale.ROOT);
            text.append(separator).append('"').append(name).append("\": {\"clusters\": {");
            var between = "";
            for (var cluster :
                    realm.getValue().clusters().keySet().stream().sorted().toList()) {
                var isCurrent = current.equalsIgnoreCase("//" + name + "/" + cluster);
                text.append(between)
                        .append('"')
                        .append(cluster.toUpperCase(Locale.ROOT))
                        .append("\": ")
                        .append(isCurrent ? "{\"current\": true}" : "{}");
                between = ", ";
            }
            text.append("}}");
            separator = ", ";
        }
        return text.append("}}").toString();
    }
}
