package torc.control.keystone;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.api.Refused;
import torc.control.identity.Administration;
import torc.control.identity.Domain;
import torc.control.identity.Passwords;
import torc.control.identity.User;

/// `/v3/users` and their passwords.
final class UserRoutes {
    private final Administration administration;
    private final RecordJson records;

    UserRoutes(Administration administration, RecordJson records) {
        this.administration = administration;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("GET", "/v3/users", Access.ADMINISTRATOR, this::list)
                .add("POST", "/v3/users", Access.ADMINISTRATOR, this::create)
                .add("GET", "/v3/users/{user}", Access.SELF_OR_ADMINISTRATOR, this::show)
                .add("PATCH", "/v3/users/{user}", Access.ADMINISTRATOR, this::update)
                .add("DELETE", "/v3/users/{user}", Access.ADMINISTRATOR, this::delete)
                .add("POST", "/v3/users/{user}/password", Access.SELF_OR_ADMINISTRATOR, this::changePassword);
    }

    private HttpResponse list(ApiRequest<Actor> request) {
        var name = request.query("name");
        var domain = request.query("domain_id");
        var found = administration.users().stream()
                .filter(user -> name.map(user.name()::equalsIgnoreCase).orElse(true))
                .filter(user -> domain.map(user.domainId()::equals).orElse(true))
                .toList();
        return records.list("users", found, records::user);
    }

    private HttpResponse create(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "user");
        var domain = Json.text(wanted, "domain_id").orElse(Domain.DEFAULT_ID);
        if (administration.domain(domain).isEmpty()) throw Refused.notFound("domain", domain);
        var project = Json.text(wanted, "default_project_id").orElse("");
        var user = new User(
                administration.newId(),
                Json.name(Json.requiredText(wanted, "name")),
                domain,
                Json.flag(wanted, "enabled").orElse(true),
                Json.text(wanted, "password").map(this::hash).orElse(""),
                project,
                Json.text(wanted, "email").orElse(""),
                Json.text(wanted, "description").orElse(""),
                0);
        if (!administration.create(user)) throw Refused.conflict("user - the name is taken in its domain");
        return records.one(201, "user", records.user(user));
    }

    private HttpResponse show(ApiRequest<Actor> request) {
        return records.one(200, "user", records.user(find(request)));
    }

    private HttpResponse update(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "user");
        var id = find(request).id();
        UnaryOperator<User> password = Json.text(wanted, "password")
                .map(text -> administration.newPassword(checked(text)))
                .orElse(UnaryOperator.identity());
        var update = administration.updateUser(id, user -> password.apply(changed(user, wanted)));
        var changed = Changes.done(update, "user", id);
        return records.one(200, "user", records.user(changed));
    }

    private static User changed(User user, JsonNode wanted) {
        return new User(
                user.id(),
                Json.text(wanted, "name").map(Json::name).orElse(user.name()),
                user.domainId(),
                Json.flag(wanted, "enabled").orElse(user.enabled()),
                user.passwordHash(),
                Json.text(wanted, "default_project_id").orElse(user.defaultProjectId()),
                Json.text(wanted, "email").orElse(user.email()),
                Json.text(wanted, "description").orElse(user.description()),
                user.tokensValidFromMicros());
    }

    private HttpResponse delete(ApiRequest<Actor> request) {
        administration.delete(find(request));
        return Answers.noContent();
    }

    /// Asks for the old password, also of administrators: a stolen token shall not lock its owner out.
    private HttpResponse changePassword(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "user");
        var user = find(request);
        var old = Json.requiredText(wanted, "original_password");
        var next = checked(Json.requiredText(wanted, "password"));
        if (!administration.isPasswordOf(user, old)) throw Refused.unauthorized();
        Changes.done(administration.setPassword(user.id(), next), "user", user.id());
        return Answers.noContent();
    }

    private String hash(String password) {
        return administration.hash(checked(password));
    }

    private static String checked(String password) {
        if (password.isEmpty() || password.length() > Passwords.MAX_BYTES)
            throw Refused.badRequest("A password takes 1 to " + Passwords.MAX_BYTES + " characters.");
        return password;
    }

    private User find(ApiRequest<Actor> request) {
        var id = request.parameter("user");
        return administration.user(id).orElseThrow(() -> Refused.notFound("user", id));
    }
}
