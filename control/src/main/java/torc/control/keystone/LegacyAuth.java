package torc.control.keystone;

import java.util.Optional;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.control.identity.Domain;
import torc.control.identity.DomainRef;
import torc.control.identity.IdentityService;
import torc.control.identity.IdentityUnavailable;
import torc.control.identity.Login;
import torc.control.identity.LoginOutcome;
import torc.control.identity.Passwords;
import torc.control.identity.ScopeRef;
import torc.control.identity.UserRef;

/// Swift's own login, `GET /auth/v1.0`: `X-Auth-User: PROJECT:USER` (default domain) and `X-Auth-Key` for the
/// password; the answer has the token and the storage URL in its headers.
public final class LegacyAuth implements HttpHandler {
    private final IdentityService identity;
    private final Catalog catalog;
    private final java.time.InstantSource clock;

    public LegacyAuth(IdentityService identity, Catalog catalog, java.time.InstantSource clock) {
        this.identity = identity;
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET")) return HttpResponse.of(405);
        try {
            return logIn(request).map(this::granted).orElseGet(LegacyAuth::refused);
        } catch (IdentityUnavailable | Passwords.TooManyLogins busy) {
            return HttpResponse.of(503);
        }
    }

    private Optional<Login> logIn(HttpRequest request) {
        var who = header(request, "X-Auth-User", "X-Storage-User");
        var password = header(request, "X-Auth-Key", "X-Storage-Pass");
        var colon = who.indexOf(':');
        if (colon <= 0 || password.isEmpty() || password.length() > Passwords.MAX_BYTES) return Optional.empty();
        var domain = new DomainRef.ById(Domain.DEFAULT_ID);
        var outcome = identity.logins()
                .withLegacyPassword(
                        new UserRef.ByName(who.substring(colon + 1), domain),
                        password,
                        new ScopeRef.ProjectByName(who.substring(0, colon), domain));
        return outcome instanceof LoginOutcome.Granted(var login) ? Optional.of(login) : Optional.empty();
    }

    private HttpResponse granted(Login login) {
        var project = login.project().orElseThrow();
        var seconds =
                login.token().expiresAt().getEpochSecond() - clock.instant().getEpochSecond();
        return HttpResponse.of(
                200,
                Headers.builder()
                        .add("X-Auth-Token", login.text())
                        .add("X-Storage-Token", login.text())
                        .add("X-Auth-Token-Expires", Long.toString(seconds))
                        .add("X-Storage-Url", catalog.storageUrl(project.id()))
                        .add("Content-Type", "text/plain; charset=UTF-8")
                        .build());
    }

    private static HttpResponse refused() {
        return HttpResponse.of(
                401,
                Headers.builder()
                        .add("WWW-Authenticate", "Swift realm=\"unknown\"")
                        .build());
    }

    private static String header(HttpRequest request, String name, String older) {
        return request.headers()
                .utf8(name)
                .or(() -> request.headers().utf8(older))
                .orElse("");
    }
}
