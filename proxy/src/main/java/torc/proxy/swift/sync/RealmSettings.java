package torc.proxy.swift.sync;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import torc.common.config.Meaning;
import torc.common.config.Secret;

/// A realm: clusters whose operators trust each other.
///
/// @param key secret that the operators share
/// @param key2 another one that is accepted too, while the key is being changed
/// @param clusters URL of the Swift API of each cluster, by its name
public record RealmSettings(
        @Meaning("secret that the operators of the realm share")
        Secret key,

        @Meaning("another one that is accepted too, while the key is being changed")
        Optional<Secret> key2,

        @Meaning("URL of the Swift API of each cluster, such as https://host/v1/")
        Map<String, String> clusters) {
    /// What the file is read over.
    public static final RealmSettings DEFAULTS = new RealmSettings(new Secret(""), Optional.empty(), Map.of());

    public RealmSettings {
        clusters = Map.copyOf(clusters);
        clusters.forEach((name, url) -> {
            if (!isEndpoint(url)) throw new IllegalArgumentException("cluster " + name + ": no http or https URL");
        });
    }

    private static boolean isEndpoint(String url) {
        try {
            var uri = URI.create(url);
            return uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
