package torc.control.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import torc.common.id.Ids;
import torc.control.identity.Assignments.Assignment;

/// Reading and changing who there is. Asks nobody for leave: the API's gate has done so. Safe for
/// many
/// threads;
/// blocking.
public final class Administration {
    private final Directory directory;
    private final Passwords passwords;
    private final Ids ids;
    private final InstantSource clock;

    Administration(Directory directory, Passwords passwords, Ids ids, InstantSource clock) {
        this.directory = directory;
        this.passwords = passwords;
        this.ids = ids;
        this.clock = clock;
    }

    public String newId() {
        return ids.next().toString();
    }

    public List<Domain> domains() {
        return directory.domains.all();
    }

    public Optional<Domain> domain(String id) {
        return directory.domains.find(id);
    }

    /// @return false if the name is taken, or the domain is gone; likewise below
    public boolean create(Domain domain) {
        return directory.domains.create(domain, _ -> {});
    }

    public Change<Domain> updateDomain(String id, UnaryOperator<Domain> change) {
        return changeOf(directory.domains.update(id, change));
    }

    /// @return false if the domain still holds projects or users
    public boolean delete(Domain domain) {
        return directory.deleteDomain(domain);
    }

    public List<Project> projects() {
        return directory.projects.all();
    }

    public Optional<Project> project(String id) {
        return directory.projects.find(id);
    }

    public boolean create(Project project) {
        return directory.createProject(project);
    }

    public Change<Project> updateProject(String id, UnaryOperator<Project> change) {
        return changeOf(directory.projects.update(id, change));
    }

    public boolean delete(Project project) {
        return directory.deleteProject(project);
    }

    /// The projects and domains that a user may scope a token to.
    public List<Project> projectsOf(User user) {
        return directory.projectsOf(user.id());
    }

    public List<Domain> domainsOf(User user) {
        return directory.domainsOf(user.id());
    }

    public List<User> users() {
        return directory.users.all();
    }

    public Optional<User> user(String id) {
        return directory.users.find(id);
    }

    public boolean create(User user) {
        return directory.createUser(user);
    }

    public Change<User> updateUser(String id, UnaryOperator<User> change) {
        return changeOf(directory.users.update(id, before -> {
            var after = change.apply(before);
            // Tokens of a disabled user are void for good: enabling the user again must not revive them.
            return before.enabled() && !after.enabled() ? after.withoutTokensBefore(nowMicros()) : after;
        }));
    }

    /// Sets a password and voids every token that the old one gave.
    public Change<User> setPassword(String userId, String password) {
        return updateUser(userId, newPassword(password));
    }

    /// The change that [#setPassword] makes, to be made together with others.
    public UnaryOperator<User> newPassword(String password) {
        var hash = passwords.hash(password);
        var from = nowMicros();
        return user -> new User(
                user.id(),
                user.name(),
                user.domainId(),
                user.enabled(),
                hash,
                user.defaultProjectId(),
                user.email(),
                user.description(),
                from);
    }

    private long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    public String hash(String password) {
        return passwords.hash(password);
    }

    public boolean isPasswordOf(User user, String password) {
        return passwords.matches(password, user.passwordHash());
    }

    public boolean delete(User user) {
        return directory.deleteUser(user);
    }

    public List<Role> roles() {
        return directory.roles.all();
    }

    public Optional<Role> role(String id) {
        return directory.roles.find(id);
    }

    public boolean create(Role role) {
        return directory.roles.create(role, _ -> {});
    }

    public Change<Role> updateRole(String id, UnaryOperator<Role> change) {
        return changeOf(directory.roles.update(id, change));
    }

    public boolean delete(Role role) {
        return directory.deleteRole(role);
    }

    public void grant(String userId, Scope scope, String roleId) {
        directory.assignments.grant(new Assignment(userId, scope, roleId));
    }

    public boolean holds(String userId, Scope scope, String roleId) {
        return directory.assignments.holds(new Assignment(userId, scope, roleId));
    }

    /// @return whether it was held
    public boolean revoke(String userId, Scope scope, String roleId) {
        return directory.assignments.revoke(new Assignment(userId, scope, roleId));
    }

    public List<Held> assignments() {
        return directory.assignments.all().stream()
                .map(held -> new Held(held.userId(), held.scope(), held.roleId()))
                .toList();
    }

    /// Makes a key pair that acts for a user on a project.
    public Ec2Key createEc2Key(String userId, String projectId) {
        var access = newId().substring(0, 20).toUpperCase(Locale.ROOT);
        var secret = newId() + newId().substring(0, 8);
        if (!directory.ec2.create(access, secret, userId, projectId))
            throw new IllegalStateException("two access keys drawn at random are the same");
        return new Ec2Key(access, secret, userId, projectId);
    }

    public List<Ec2Key> ec2Keys(String userId) {
        return directory.ec2.ofUser(userId).stream().map(this::open).toList();
    }

    public Optional<Ec2Key> ec2Key(String userId, String access) {
        return directory
                .ec2
                .find(access)
                .filter(found -> found.userId().equals(userId))
                .map(this::open);
    }

    /// @return false if the user has no such key
    public boolean deleteEc2Key(String userId, String access) {
        return directory
                .ec2
                .find(access)
                .filter(found -> found.userId().equals(userId))
                .map(directory.ec2::delete)
                .orElse(false);
    }

    private Ec2Key open(Ec2Credential credential) {
        return new Ec2Key(
                credential.access(), directory.ec2.secretOf(credential), credential.userId(), credential.projectId());
    }

    private static <T extends Named> Change<T> changeOf(Table.UpdateOutcome<T> outcome) {
        return switch (outcome) {
            case Table.UpdateOutcome.Updated<T>(var record) -> new Change.Done<>(record);
            case Table.UpdateOutcome.Missing<T>() -> new Change.Missing<>();
            case Table.UpdateOutcome.NameTaken<T>() -> new Change.NameTaken<>();
        };
    }

    /// A role held on a scope.
    public record Held(String userId, Scope scope, String roleId) {}

    /// An EC2 credential with its secret in clear, for its owner.
    public record Ec2Key(String access, String secret, String userId, String projectId) {
        @Override
        public String toString() {
            return "Ec2Key[" + access + "]";
        }
    }

    /// How a change ended.
    public sealed interface Change<T> {
        record Done<T>(T record) implements Change<T> {}

        record Missing<T>() implements Change<T> {}

        record NameTaken<T>() implements Change<T> {}
    }
}
