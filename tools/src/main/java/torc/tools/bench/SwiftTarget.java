package torc.tools.bench;

import java.net.URI;
import java.util.Map;

/// A Swift storage URL with a token; without a token, any server of plain PUT and GET.
record SwiftTarget(URI base, String name, String prefix, Map<String, String> auth) implements Target {
    static SwiftTarget of(URI storageUrl, String name, String container, String token) {
        return new SwiftTarget(
                URI.create(storageUrl.getScheme() + "://" + storageUrl.getAuthority()),
                name,
                storageUrl.getRawPath().replaceAll("/+$", "") + "/" + container,
                token.isEmpty() ? Map.of() : Map.of("X-Auth-Token", token));
    }

    @Override
    public String path(String object) {
        return object.isEmpty() ? prefix : prefix + "/" + object;
    }

    @Override
    public Map<String, String> headers(String method, String path) {
        return auth;
    }
}
