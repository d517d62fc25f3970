package torc.proxy.swift;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torc.common.identity.AccessKey;
import torc.common.identity.Caller;
import torc.common.identity.Caller.Domain;
import torc.common.identity.Caller.Project;
import torc.common.identity.Identity;

/// Identity for tests: a token is the name of its user.
public final class FakeIdentity implements Identity {
    private static final Domain DEFAULT = new Domain("default", "Default");

    private static final Map<String, Caller> CALLERS = Map.of(
            "ann", caller("ann", "p1", "member"),
            "rita", caller("rita", "p1", "reader"),
            "gus", caller("gus", "p1", "guest"),
            "bob", caller("bob", "p2", "member"),
            "cinder", caller("cinder", "p5", "service"),
            "root", caller("root", "p9", "ResellerAdmin"));

    private static Caller caller(String user, String project, String role) {
        return new Caller(
                user + "-id",
                user,
                DEFAULT,
                Optional.of(new Project(project, project + "-name", DEFAULT)),
                List.of(role),
                Instant.MAX);
    }

    @Override
    public Optional<Caller> callerOfToken(String token) {
        return Optional.ofNullable(CALLERS.get(token));
    }

    @Override
    public Optional<AccessKey> accessKey(String accessKeyId) {
        return Optional.empty();
    }
}
