package torc.proxy.s3.signature;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import torc.common.identity.AccessKey;
import torc.common.identity.Caller;
import torc.common.identity.Identity;

/// An identity service of a few keys.
public final class FakeKeys implements Identity {
    private static final Caller.Domain DOMAIN = new Caller.Domain("default", "Default");

    private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();

    /// A key for the project of this id.
    public AccessKey add(String id, String secret, String projectId, String... roles) {
        var project = new Caller.Project(projectId, projectId + "-name", DOMAIN);
        var caller = new Caller("user-" + id, id, DOMAIN, Optional.of(project), List.of(roles), Instant.MAX);
        var key = new AccessKey(id, secret, caller);
        keys.put(id, key);
        return key;
    }

    @Override
    public Optional<Caller> callerOfToken(String token) {
        return Optional.empty();
    }

    @Override
    public Optional<AccessKey> accessKey(String accessKeyId) {
        return Optional.ofNullable(keys.get(accessKeyId));
    }
}
