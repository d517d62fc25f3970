package torc.control.keystone;

import java.util.Optional;
import torc.common.http.HttpRequest;
import torc.control.api.Gate;
import torc.control.identity.IdentityService;

/// Knows callers by their `X-Auth-Token` and by nothing else (THREATS K13).
final class TokenGate implements Gate<Actor> {
    private final IdentityService identity;

    TokenGate(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public Optional<Actor> actor(HttpRequest request) {
        return request.headers()
                .first("X-Auth-Token")
                .flatMap(identity.logins()::validate)
                .map(login -> new Actor(login, identity.isCloudAdministrator(login)));
    }

    @Override
    public boolean isAdministrator(Actor actor) {
        return actor.administrator();
    }

    @Override
    public String userId(Actor actor) {
        return actor.userId();
    }
}
