package torc.control.keystone;

import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.api.Refused;
import torc.control.identity.Administration;
import torc.control.identity.Domain;
import torc.control.identity.Project;

/// `/v3/projects`.
final class ProjectRoutes {
    private final Administration administration;
    private final RecordJson records;

    ProjectRoutes(Administration administration, RecordJson records) {
        this.administration = administration;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("GET", "/v3/projects", Access.ADMINISTRATOR, this::list)
                .add("POST", "/v3/projects", Access.ADMINISTRATOR, this::create)
                .add("GET", "/v3/projects/{project}", Access.AUTHENTICATED, this::show)
                .add("PATCH", "/v3/projects/{project}", Access.ADMINISTRATOR, this::update)
                .add("DELETE", "/v3/projects/{project}", Access.ADMINISTRATOR, this::delete)
                .add("GET", "/v3/users/{user}/projects", Access.SELF_OR_ADMINISTRATOR, this::ofUser);
    }

    private HttpResponse list(ApiRequest<Actor> request) {
        var name = request.query("name");
        var domain = request.query("domain_id");
        var found = administration.projects().stream()
                .filter(project -> name.map(project.name()::equalsIgnoreCase).orElse(true))
                .filter(project -> domain.map(project.domainId()::equals).orElse(true))
                .toList();
        return records.list("projects", found, records::project);
    }

    private HttpResponse create(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "project");
        var domain = Json.text(wanted, "domain_id").orElse(Domain.DEFAULT_ID);
        if (administration.domain(domain).isEmpty()) throw Refused.notFound("domain", domain);
        var parent = Json.text(wanted, "parent_id").orElse(domain);
        if (!parent.equals(domain) && administration.project(parent).isEmpty())
            throw Refused.notFound("project", parent);
        var project = new Project(
                administration.newId(),
                Json.name(Json.requiredText(wanted, "name")),
                domain,
                Json.flag(wanted, "enabled").orElse(true),
                Json.text(wanted, "description").orElse(""),
                parent);
        if (!administration.create(project)) throw Refused.conflict("project - the name is taken in its domain");
        return records.one(201, "project", records.project(project));
    }

    /// A project is shown to administrators and to those who hold a role on it; to others it is not there (K09).
    private HttpResponse show(ApiRequest<Actor> request) {
        var project = find(request);
        var actor = request.caller();
        var own = administration.projectsOf(actor.login().user()).stream()
                .anyMatch(held -> held.id().equals(project.id()));
        if (!actor.administrator() && !own) throw Refused.notFound("project", project.id());
        return records.one(200, "project", records.project(project));
    }

    private HttpResponse update(ApiRequest<Actor> request) {
        var wanted = Json.object(request.json(), "project");
        var before = find(request);
        Json.text(wanted, "domain_id")
                .filter(domain -> !domain.equals(before.domainId()))
                .ifPresent(_ -> {
                    throw Refused.badRequest("A project does not change its domain.");
                });
        var changed = Changes.done(
                administration.updateProject(
                        before.id(),
                        project -> new Project(
                                project.id(),
                                Json.text(wanted, "name").map(Json::name).orElse(project.name()),
                                project.domainId(),
                                Json.flag(wanted, "enabled").orElse(project.enabled()),
                                Json.text(wanted, "description").orElse(project.description()),
                                project.parentId())),
                "project",
                before.id());
        return records.one(200, "project", records.project(changed));
    }

    private HttpResponse delete(ApiRequest<Actor> request) {
        administration.delete(find(request));
        return Answers.noContent();
    }

    private HttpResponse ofUser(ApiRequest<Actor> request) {
        var id = request.parameter("user");
        var user = administration.user(id).orElseThrow(() -> Refused.notFound("user", id));
        return records.list("projects", administration.projectsOf(user), records::project);
    }

    private Project find(ApiRequest<Actor> request) {
        var id = request.parameter("project");
        return administration.project(id).orElseThrow(() -> Refused.notFound("project", id));
    }
}
