package torc.control.keystone;

import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import torc.control.api.Refused;
import torc.control.identity.DomainRef;
import torc.control.identity.Passwords;
import torc.control.identity.ScopeRef;
import torc.control.identity.UserRef;

/// A login as its JSON asks for it (Identity API v3, "Password/Token authentication").
///
/// @param method what proves who is calling
record LoginRequest(Method method, ScopeRef scope) {
    private static final int MAX_METHODS = 8;

    /// A proof of identity.
    sealed interface Method {
        record Password(UserRef user, String password) implements Method {
            @Override
            public String toString() {
                return "Password[" + user + "]";
            }
        }

        record Token(String token) implements Method {
            @Override
            public String toString() {
                return "Token";
            }
        }
    }

    static LoginRequest parse(JsonNode body) {
        var auth = Json.object(body, "auth");
        var identity = Json.object(auth, "identity");
        return new LoginRequest(method(identity), scope(auth.path("scope")));
    }

    /// One method, named once: repeated ones would only cost time (THREATS K12).
    private static Method method(JsonNode identity) {
        var methods = identity.path("methods");
        if (!methods.isArray() || methods.size() > MAX_METHODS)
            throw Refused.badRequest("Expecting to find methods in identity.");
        var names = new ArrayList<String>();
        methods.forEach(name -> names.add(name.asString("")));
        if (names.stream().distinct().count() != 1)
            throw Refused.badRequest("Expecting exactly one authentication method.");
        return switch (names.getFirst()) {
            case "password" -> password(Json.object(Json.object(identity, "password"), "user"));
            case "token" -> new Method.Token(Json.requiredText(Json.object(identity, "token"), "id"));
            default -> throw Refused.unauthorized();
        };
    }

    private static Method password(JsonNode user) {
        var password = Json.requiredText(user, "password");
        if (password.length() > Passwords.MAX_BYTES) throw Refused.badRequest("The password is too long.");
        return new Method.Password(user(user), password);
    }

    private static UserRef user(JsonNode user) {
        var id = Json.text(user, "id");
        if (id.isPresent()) return new UserRef.ById(id.get());
        return new UserRef.ByName(Json.requiredText(user, "name"), domain(Json.object(user, "domain")));
    }

    private static ScopeRef scope(JsonNode scope) {
        if (scope.isMissingNode() || scope.isNull()) return new ScopeRef.Default();
        if (scope.isString() && scope.asString().equals("unscoped")) return new ScopeRef.Unscoped();
        if (scope.has("unscoped")) return new ScopeRef.Unscoped();
        if (scope.has("project")) {
            var project = Json.object(scope, "project");
            Optional<String> id = Json.text(project, "id");
            return id.<ScopeRef>map(ScopeRef.ProjectById::new)
                    .orElseGet(() -> new ScopeRef.ProjectByName(
                            Json.requiredText(project, "name"), domain(Json.object(project, "domain"))));
        }
        if (scope.has("domain")) return new ScopeRef.OfDomain(domain(Json.object(scope, "domain")));
        throw Refused.badRequest("The scope must name a project or a domain.");
    }

    private static DomainRef domain(JsonNode domain) {
        return Json.text(domain, "id")
                .<DomainRef>map(DomainRef.ById::new)
                .orElseGet(() -> new DomainRef.ByName(Json.requiredText(domain, "name")));
    }
}
