package torc.control.keystone;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;
import torc.common.http.HttpResponse;
import torc.control.api.Answers;
import torc.control.identity.Administration.Ec2Key;
import torc.control.identity.Domain;
import torc.control.identity.Project;
import torc.control.identity.Role;
import torc.control.identity.User;

/// Records as Keystone's API shows them, with their links.
final class RecordJson {
    private final String baseUrl;

    /// @param baseUrl where the API is reached, such as `http://127.0.0.1:8080/identity`
    RecordJson(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    ObjectNode domain(Domain domain) {
        var shown = Answers.object()
                .put("id", domain.id())
                .put("name", domain.name())
                .put("enabled", domain.enabled())
                .put("description", domain.description());
        shown.putArray("tags");
        shown.putObject("options");
        return linked(shown, "domains", domain.id());
    }

    ObjectNode project(Project project) {
        var shown = Answers.object()
                .put("id", project.id())
                .put("name", project.name())
                .put("domain_id", project.domainId())
                .put("parent_id", project.parentId())
                .put("enabled", project.enabled())
                .put("is_domain", false)
                .put("description", project.description());
        shown.putArray("tags");
        shown.putObject("options");
        return linked(shown, "projects", project.id());
    }

    ObjectNode user(User user) {
        var shown = Answers.object()
                .put("id", user.id())
                .put("name", user.name())
                .put("domain_id", user.domainId())
                .put("enabled", user.enabled())
                .putNull("password_expires_at");
        if (!user.defaultProjectId().isEmpty()) shown.put("default_project_id", user.defaultProjectId());
        if (!user.email().isEmpty()) shown.put("email", user.email());
        if (!user.description().isEmpty()) shown.put("description", user.description());
        shown.putObject("options");
        return linked(shown, "users", user.id());
    }

    ObjectNode role(Role role) {
        var shown =
                Answers.object().put("id", role.id()).put("name", role.name()).putNull("domain_id");
        Json.putOrNull(shown, "description", role.description());
        shown.putObject("options");
        return linked(shown, "roles", role.id());
    }

    ObjectNode ec2Key(Ec2Key key) {
        return linked(
                Answers.object()
                        .put("access", key.access())
                        .put("secret", key.secret())
                        .put("user_id", key.userId())
                        .put("tenant_id", key.projectId())
                        .putNull("trust_id"),
                "users/" + key.userId() + "/credentials/OS-EC2",
                key.access());
    }

    /// One record under its name.
    HttpResponse one(int status, String name, ObjectNode record) {
        var body = Answers.object();
        body.set(name, record);
        return Answers.json(status, body);
    }

    /// Records under their name, with a list's links.
    <T> HttpResponse list(String name, List<T> records, Function<T, ObjectNode> show) {
        var body = Answers.object();
        var array = body.putArray(name);
        records.forEach(record -> array.add(show.apply(record)));
        body.putObject("links")
                .put("self", baseUrl + "/v3/" + name)
                .putNull("previous")
                .putNull("next");
        return Answers.json(200, body);
    }

    private ObjectNode linked(ObjectNode shown, String collection, String id) {
        shown.putObject("links").put("self", baseUrl + "/v3/" + collection + "/" + id);
        return shown;
    }
}
