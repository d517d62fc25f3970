package torc.control.keystone;

import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.api.Refused;
import torc.control.identity.IdentityService;
import torc.control.identity.Login;
import torc.control.identity.LoginOutcome;

/// `/v3/auth`: tokens, and what a token may be traded for.
final class TokenRoutes {
    private final IdentityService identity;
    private final Catalog catalog;
    private final RecordJson records;

    TokenRoutes(IdentityService identity, Catalog catalog, RecordJson records) {
        this.identity = identity;
        this.catalog = catalog;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("POST", "/v3/auth/tokens", Access.PUBLIC, this::logIn)
                .add("GET", "/v3/auth/tokens", Access.AUTHENTICATED, this::show)
                .add("DELETE", "/v3/auth/tokens", Access.AUTHENTICATED, this::revoke)
                .add("GET", "/v3/auth/catalog", Access.AUTHENTICATED, this::catalog)
                .add("GET", "/v3/auth/projects", Access.AUTHENTICATED, this::projects)
                .add("GET", "/v3/auth/domains", Access.AUTHENTICATED, this::domains);
    }

    private HttpResponse logIn(ApiRequest<Actor> request) {
        var wanted = LoginRequest.parse(request.json());
        var outcome = switch (wanted.method()) {
            case LoginRequest.Method.Password(var user, var password) ->
                identity.logins().withPassword(user, password, wanted.scope());
            case LoginRequest.Method.Token(var token) -> identity.logins().withToken(token, wanted.scope());
        };
        return switch (outcome) {
            case LoginOutcome.Granted(var login) -> answer(201, login, request);
            case LoginOutcome.Refused _ -> throw Refused.unauthorized();
        };
    }

    private HttpResponse show(ApiRequest<Actor> request) {
        return answer(200, subject(request), request);
    }

    private HttpResponse revoke(ApiRequest<Actor> request) {
        identity.logins().revoke(subject(request));
        return Answers.noContent();
    }

    private HttpResponse catalog(ApiRequest<Actor> request) {
        var body = Answers.object();
        body.set("catalog", catalog.of(request.caller().login()));
        return Answers.json(200, body);
    }

    private HttpResponse projects(ApiRequest<Actor> request) {
        return records.list(
                "projects",
                identity.administration().projectsOf(request.caller().login().user()),
                records::project);
    }

    private HttpResponse domains(ApiRequest<Actor> request) {
        return records.list(
                "domains",
                identity.administration().domainsOf(request.caller().login().user()),
                records::domain);
    }

    /// The token in question: one's own, or for administrators and services anybody's.
    private Login subject(ApiRequest<Actor> request) {
        var actor = request.caller();
        var text = request.http()
                .headers()
                .first("X-Subject-Token")
                .orElseThrow(() -> Refused.badRequest("The header X-Subject-Token is missing."));
        if (text.equals(actor.login().text())) return actor.login();
        var found = identity.logins().validate(text);
        var own =
                found.filter(login -> login.user().id().equals(actor.userId())).isPresent();
        if (!own && !actor.administrator()) throw Refused.forbidden();
        return found.orElseThrow(() -> Refused.notFound("token", "the subject token"));
    }

    private HttpResponse answer(int status, Login login, ApiRequest<Actor> request) {
        var headers = Headers.builder().add("X-Subject-Token", login.text()).build();
        var withCatalog = request.query("nocatalog").isEmpty();
        return Answers.json(status, TokenJson.of(login, catalog, withCatalog), headers);
    }
}
