package torc.control.identity;

import torc.common.id.Ids;
import torc.control.identity.Assignments.Assignment;

/// What exists from the first start on. Every step may have been done before: a start that died in between goes
/// on.
final class FirstRecords {
    static final String ADMIN_PROJECT = "admin";
    private static final String ADMIN_USER = "admin";

    private final Directory directory;
    private final Ids ids;

    FirstRecords(Directory directory, Ids ids) {
        this.directory = directory;
        this.ids = ids;
    }

    void create(Bootstrap bootstrap) {
        if (directory.ec2.find(bootstrap.accessKey()).isPresent()) return; // The last step below.
        if (directory.domains.find(Domain.DEFAULT_ID).isEmpty()) {
            directory.domains.create(new Domain(Domain.DEFAULT_ID, "Default", true, "The default domain"), _ -> {});
        }
        IdentityService.firstRoles().forEach(this::role);
        var project = project(bootstrap.projectId());
        var user = user(bootstrap);
        for (var role : new String[] {Role.ADMIN, Role.MEMBER}) {
            directory.assignments.grant(new Assignment(
                    user.id(), new Scope.OfProject(project.id()), role(role).id()));
        }
        directory.ec2.create(bootstrap.accessKey(), bootstrap.secretKey(), user.id(), project.id());
    }

    private Role role(String name) {
        return directory.roles.findByName("", name).orElseGet(() -> {
            var role = new Role(ids.next().toString(), name, "");
            directory.roles.create(role, _ -> {});
            return role;
        });
    }

    private Project project(String id) {
        return directory.projects.findByName(Domain.DEFAULT_ID, ADMIN_PROJECT).orElseGet(() -> {
            var project = new Project(
                    id, ADMIN_PROJECT, Domain.DEFAULT_ID, true, "The administrators' project", Domain.DEFAULT_ID);
            directory.createProject(project);
            return project;
        });
    }

    private User user(Bootstrap bootstrap) {
        return directory.users.findByName(Domain.DEFAULT_ID, ADMIN_USER).orElseGet(() -> {
            var user = new User(
                    ids.next().toString(),
                    ADMIN_USER,
                    Domain.DEFAULT_ID,
                    true,
                    bootstrap.passwordHash().get(),
                    "",
                    "",
                    "",
                    0);
            directory.createUser(user);
            return user;
        });
    }
}
