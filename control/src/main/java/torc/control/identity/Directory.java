package torc.control.identity;

import java.util.List;
import java.util.function.Consumer;
import torc.control.identity.Assignments.Assignment;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Transaction;

/// Domains, projects, users, roles, assignments and EC2 credentials, and the rule that what
/// belongs to
/// somebody ends
/// with them.
final class Directory {
    final Table<Domain> domains;
    final Table<Project> projects;
    final Table<User> users;
    final Table<Role> roles;
    final Assignments assignments;
    final Ec2Credentials ec2;
    private final Rows rows;

    Directory(Rows rows, SecretBox secrets) {
        this.rows = rows;
        this.domains = new Table<>(rows, 'd', Domain.class);
        this.projects = new Table<>(rows, 'p', Project.class);
        this.users = new Table<>(rows, 'u', User.class);
        this.roles = new Table<>(rows, 'r', Role.class);
        this.assignments = new Assignments(rows);
        this.ec2 = new Ec2Credentials(rows, secrets);
    }

    /// @return false if the id or the name is taken, or the domain is gone
    boolean createUser(User user) {
        return users.create(user, change -> enter(user.domainId(), change));
    }

    /// @return false if the id or the name is taken, or the domain is gone
    boolean createProject(Project project) {
        return projects.create(project, change -> enter(project.domainId(), change));
    }

    /// Adds a member to a domain that is still there, and counts it: who deletes a domain sees from the count that
    /// somebody came after he looked. The count never goes down; it says nothing of how many are there.
    private void enter(String domainId, Transaction.Builder change) {
        change.check(new Check.Present(domains.key(domainId))).add(arrivals(domainId), 1);
    }

    /// Removes a user with all that is theirs.
    boolean deleteUser(User user) {
        return remove(users, user, change -> {
            assignments.ofUser(user.id()).forEach(held -> assignments.delete(held, change));
            ec2.ofUser(user.id()).forEach(credential -> ec2.delete(credential, change));
        });
    }

    /// Removes a project, the roles held on it and the keys that act for it. Its account's data is
    /// not
    /// touched.
    boolean deleteProject(Project project) {
        return remove(projects, project, change -> {
            deleteAssignmentsOn(new Scope.OfProject(project.id()), change);
            ec2.all().stream()
                    .filter(credential -> credential.projectId().equals(project.id()))
                    .forEach(credential -> ec2.delete(credential, change));
        });
    }

    /// Removes a domain that holds no project and no user.
    ///
    /// @return false if it does, or is gone already
    boolean deleteDomain(Domain domain) {
        var arrivals = arrivals(domain.id());
        while (true) {
            var seen = rows.get(arrivals).map(Row::revision).orElse(0L);
            var change = rows.change();
            if (!membersOf(domain).isEmpty() || !domains.delete(domain.id(), change)) return false;
            change.check(new Check.AtRevision(arrivals, seen)).delete(arrivals);
            deleteAssignmentsOn(new Scope.OfDomain(domain.id()), change);
            if (rows.commit(change)) return true;
        }
    }

    boolean deleteRole(Role role) {
        return remove(
                roles,
                role,
                change -> assignments.all().stream()
                        .filter(held -> held.roleId().equals(role.id()))
                        .forEach(held -> assignments.delete(held, change)));
    }

    /// Removes a record with what goes with it; again if somebody changed the record meanwhile.
    ///
    /// @return false if it is gone already
    private <T extends Named> boolean remove(Table<T> table, T record, Consumer<Transaction.Builder> rest) {
        while (true) {
            var change = rows.change();
            if (!table.delete(record.id(), change)) return false;
            rest.accept(change);
            if (rows.commit(change)) return true;
        }
    }

    /// The projects that a user holds a role on.
    List<Project> projectsOf(String userId) {
        return assignments.ofUser(userId).stream()
                .map(Assignment::scope)
                .distinct()
                .flatMap(scope -> scope instanceof Scope.OfProject(var id)
                        ? projects.find(id).stream()
                        : java.util.stream.Stream.<Project>empty())
                .toList();
    }

    /// The domains that a user holds a role on.
    List<Domain> domainsOf(String userId) {
        return assignments.ofUser(userId).stream()
                .map(Assignment::scope)
                .distinct()
                .flatMap(scope -> scope instanceof Scope.OfDomain(var id)
                        ? domains.find(id).stream()
                        : java.util.stream.Stream.<Domain>empty())
                .toList();
    }

    private static RowKey arrivals(String domainId) {
        return RowKey.of('m', domainId);
    }

    private List<RowKey> membersOf(Domain domain) {
        var prefix = domain.id() + "\0";
        var members = new java.util.ArrayList<RowKey>();
        for (var kind : new char[] {'U', 'P'}) {
            rows.all(RowKey.of(kind, prefix)).forEach(row -> members.add(row.key()));
        }
        return members;
    }

    private void deleteAssignmentsOn(Scope scope, Transaction.Builder change) {
        assignments.all().stream()
                .filter(held -> held.scope().equals(scope))
                .forEach(held -> assignments.delete(held, change));
    }
}
