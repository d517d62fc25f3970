package torc.control.keystone;

import tools.jackson.databind.node.ObjectNode;
import torc.control.api.Answers;
import torc.control.identity.Administration;
import torc.control.identity.Administration.Held;
import torc.control.identity.Scope;

/// A role assignment as Keystone's API shows it.
final class AssignmentJson {
    private AssignmentJson() {}

    static ObjectNode of(Held held, Administration administration, boolean names) {
        var shown = Answers.object();
        var role = shown.putObject("role").put("id", held.roleId());
        var user = shown.putObject("user").put("id", held.userId());
        var scope = shown.putObject("scope");
        switch (held.scope()) {
            case Scope.OfProject(var id) -> {
                var project = scope.putObject("project").put("id", id);
                if (names)
                    administration.project(id).ifPresent(found -> {
                        project.put("name", found.name());
                        domain(project, found.domainId(), administration);
                    });
            }
            case Scope.OfDomain(var id) -> {
                var domain = scope.putObject("domain").put("id", id);
                if (names) administration.domain(id).ifPresent(found -> domain.put("name", found.name()));
            }
            case Scope.Unscoped _ -> throw new IllegalStateException("no role is held in no scope");
        }
        if (names) {
            administration.role(held.roleId()).ifPresent(found -> role.put("name", found.name()));
            administration.user(held.userId()).ifPresent(found -> {
                user.put("name", found.name());
                domain(user, found.domainId(), administration);
            });
        }
        shown.putObject("links");
        return shown;
    }

    private static void domain(ObjectNode target, String id, Administration administration) {
        var shown = target.putObject("domain").put("id", id);
        administration.domain(id).ifPresent(found -> shown.put("name", found.name()));
    }
}
