package torc.proxy.swift;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.identity.AccessKey;
import torc.common.identity.Caller;
import torc.common.identity.Caller.Domain;
import torc.common.identity.Caller.Project;
import torc.common.identity.Identity;

/// The users of Swift's own functional tests, and Swift's first login for them. A token is the name of its user.
final class LegacyAuth implements HttpHandler, Identity {
    private static final Domain DEFAULT = new Domain("default", "Default");

    private static final Map<String, Caller> CALLERS = Map.of(
            "test:tester", caller("test", "tester", "admin"),
            "test2:tester2", caller("test2", "tester2", "admin"),
            "test:tester3", caller("test", "tester3", "guest"),
            "test4:tester4", caller("test4", "tester4", "admin"),
            "test5:tester5", caller("test5", "tester5", "service"),
            "test6:tester6", caller("test6", "tester6", "ResellerAdmin"));

    private static Caller caller(String project, String user, String role) {
        return new Caller(
                user, user, DEFAULT, Optional.of(new Project(project, project, DEFAULT)), List.of(role), Instant.MAX);
    }

    @Override
    public Optional<Caller> callerOfToken(String token) {
        return Optional.ofNullable(CALLERS.get(token));
    }

    @Override
    public Optional<AccessKey> accessKey(String accessKeyId) {
        return Optional.empty();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        var user = request.headers().first("x-auth-user").orElse("");
        var caller = CALLERS.get(user);
        if (caller == null || request.headers().first("x-auth-key").isEmpty()) return HttpResponse.of(401);
        var host = request.headers().first("host").orElse("localhost");
        var account = "AUTH_" + caller.project().orElseThrow().id();
        return HttpResponse.of(
                200,
                Headers.builder()
                        .add("X-Storage-Url", "http://" + host + "/v1/" + account)
                        .add("X-Auth-Token", user)
                        .add("X-Storage-Token", user)
                        .build());
    }
}
