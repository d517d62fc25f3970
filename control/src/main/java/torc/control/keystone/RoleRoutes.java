package torc.control.keystone;

import java.util.List;
import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.api.Refused;
import torc.control.identity.Administration;
import torc.control.identity.Administration.Held;
import torc.control.identity.Role;
import torc.control.identity.Scope;

/// `/v3/roles`, and who holds them on projects and domains.
final class RoleRoutes {
    private final Administration administration;
    private final RecordJson records;

    RoleRoutes(Administration administration, RecordJson records) {
        this.administration = administration;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("GET", "/v3/roles", Access.ADMINISTRATOR, this::list)
                .add("POST", "/v3/roles", Access.ADMINISTRATOR, this::create)
                .add("GET", "/v3/roles/{role}", Access.ADMINISTRATOR, this::show)
                .add("PATCH", "/v3/roles/{role}", Access.ADMINISTRATOR, this::update)
                .add("DELETE", "/v3/roles/{role}", Access.ADMINISTRATOR, this::delete)
                .add("GET", "/v3/role_assignments", Access.ADMINISTRATOR, this::assignments);
        for (var target : new String[] {"project", "domain"}) {
            var path = "/v3/" + target + "s/{" + target + "}/users/{user}/roles";
            router.add("GET", path, Access.ADMINISTRATOR, this::held)
                    .add("PUT", path + "/{role}", Access.ADMINISTRATOR, this::grant)
                    .add("GET", path + "/{role}", Access.ADMINISTRATOR, this::check)
                    .add("DELETE", path + "/{role}", Access.ADMINISTRATOR, this::revoke);
        }
    }

    private HttpResponse list(ApiRequest<Actor> request) {
        var name = request.query("name");
        var found = administration.roles().stream()
                .filter(role -> name.map(role.name()::equalsIgnoreCase).orElse(true))
                .toList();
        return records.list("roles", found, records::role);
    }

    private HttpResponse create(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "role");
        var role = new Role(
                administration.newId(),
                Json.name(Json.requiredText(wanted, "name")),
                Json.text(wanted, "description").orElse(""));
        if (!administration.create(role)) throw Refused.conflict("role - the name is taken");
        return records.one(201, "role", records.role(role));
    }

    private HttpResponse show(ApiRequest<Actor> request) {
        return records.one(200, "role", records.role(role(request)));
    }

    private HttpResponse update(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "role");
        var id = role(request).id();
        var changed = Changes.done(
                administration.updateRole(
                        id,
                        role -> new Role(
                                id,
                                Json.text(wanted, "name").map(Json::name).orElse(role.name()),
                                Json.text(wanted, "description").orElse(role.description()))),
                "role",
                id);
        return records.one(200, "role", records.role(changed));
    }

    private HttpResponse delete(ApiRequest<Actor> request) {
        administration.delete(role(request));
        return Answers.noContent();
    }

    private HttpResponse held(ApiRequest<Actor> request) {
        var scope = scope(request);
        var user = user(request);
        var found = administration.assignments().stream()
                .filter(held -> held.userId().equals(user) && held.scope().equals(scope))
                .flatMap(held -> administration.role(held.roleId()).stream())
                .toList();
        return records.list("roles", found, records::role);
    }

    private HttpResponse grant(ApiRequest<Actor> request) {
        administration.grant(user(request), scope(request), role(request).id());
        return Answers.noContent();
    }

    private HttpResponse check(ApiRequest<Actor> request) {
        var role = role(request);
        if (!administration.holds(user(request), scope(request), role.id()))
            throw Refused.notFound("role assignment with role", role.id());
        return Answers.noContent();
    }

    private HttpResponse revoke(ApiRequest<Actor> request) {
        var role = role(request);
        if (!administration.revoke(user(request), scope(request), role.id()))
            throw Refused.notFound("role assignment with role", role.id());
        return Answers.noContent();
    }

    private HttpResponse assignments(ApiRequest<Actor> request) {
        var user = request.query("user.id");
        var role = request.query("role.id");
        var project = request.query("scope.project.id");
        var domain = request.query("scope.domain.id");
        var names = request.query("include_names").isPresent();
        List<Held> found = administration.assignments().stream()
                .filter(held -> user.map(held.userId()::equals).orElse(true))
                .filter(held -> role.map(held.roleId()::equals).orElse(true))
                .filter(held -> project.map(id -> held.scope().equals(new Scope.OfProject(id)))
                        .orElse(true))
                .filter(held -> domain.map(id -> held.scope().equals(new Scope.OfDomain(id)))
                        .orElse(true))
                .toList();
        return records.list("role_assignments", found, held -> AssignmentJson.of(held, administration, names));
    }

    private Role role(ApiRequest<Actor> request) {
        var id = request.parameter("role");
        return administration.role(id).orElseThrow(() -> Refused.notFound("role", id));
    }

    private String user(ApiRequest<Actor> request) {
        var id = request.parameter("user");
        if (administration.user(id).isEmpty()) throw Refused.notFound("user", id);
        return id;
    }

    private Scope scope(ApiRequest<Actor> request) {
        var project = request.path().get("project");
        if (project != null) {
            if (administration.project(project).isEmpty()) throw Refused.notFound("project", project);
            return new Scope.OfProject(project);
        }
        var domain = request.parameter("domain");
        if (administration.domain(domain).isEmpty()) throw Refused.notFound("domain", domain);
        return new Scope.OfDomain(domain);
    }
}
