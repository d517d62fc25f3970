package torc.control.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import torc.common.id.Ids;

/// From proof of identity to a token, and from a token to what it allows now. Safe for many threads; blocking.
public final class Logins {
    private final Directory directory;
    private final Revocations revocations;
    private final TokenCodec codec;
    private final Passwords passwords;
    private final Duration lifetime;
    private final Ids ids;
    private final InstantSource clock;

    Logins(
            Directory directory,
            Revocations revocations,
            TokenCodec codec,
            Passwords passwords,
            Duration lifetime,
            Ids ids,
            InstantSource clock) {
        this.directory = directory;
        this.revocations = revocations;
        this.codec = codec;
        this.passwords = passwords;
        this.lifetime = lifetime;
        this.ids = ids;
        this.clock = clock;
    }

    /// Logs in with a password; takes the same time whether the user exists or not.
    public LoginOutcome withPassword(UserRef who, String password, ScopeRef wanted) {
        return withPassword(who, password, wanted, false);
    }

    /// As above, by Swift's older login.
    public LoginOutcome withLegacyPassword(UserRef who, String password, ScopeRef wanted) {
        return withPassword(who, password, wanted, true);
    }

    private LoginOutcome withPassword(UserRef who, String password, ScopeRef wanted, boolean legacy) {
        // The moment of asking: a password that is changed while this one is checked voids what this one gives.
        var now = clock.instant();
        var user = find(who);
        var right = passwords.matches(password, user.map(User::passwordHash).orElse(""));
        if (!right || user.isEmpty()) return new LoginOutcome.Refused();
        var audit = ids.next();
        return issue(
                user.get(),
                wanted,
                scope -> new Token(
                        user.get().id(),
                        scope,
                        micros(now),
                        now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS),
                        audit,
                        audit,
                        legacy));
    }

    /// Trades a token for one of another scope, which ends when the first one does (THREATS K07).
    public LoginOutcome withToken(String text, ScopeRef wanted) {
        var login = validate(text);
        if (login.isEmpty()) return new LoginOutcome.Refused();
        var old = login.get().token();
        return issue(
                login.get().user(),
                wanted,
                scope ->
                        new Token(old.userId(), scope, old.issuedMicros(), old.expiresAt(), ids.next(), old.chainId()));
    }

    /// What a token allows now; empty if it does not hold any more, or is not ours.
    public Optional<Login> validate(String text) {
        return codec.decode(text)
                .filter(token -> clock.instant().isBefore(token.expiresAt()))
                .filter(token -> !revocations.isRevoked(token))
                .flatMap(token -> resolve(text, token));
    }

    /// Voids a token. Tokens that were traded for it go on, unless it was the login's own.
    public void revoke(Login login) {
        revocations.revoke(login.token(), clock.instant());
    }

    /// What a user may do on a scope now, without a token: for keys.
    Optional<Login> actFor(String userId, Scope scope) {
        var forNow = new Token(userId, scope, Long.MAX_VALUE, clock.instant().plus(lifetime), NOBODY, NOBODY);
        return resolve("", forNow);
    }

    private static final torc.common.id.Id128 NOBODY = new torc.common.id.Id128(0, 0);

    private LoginOutcome issue(User user, ScopeRef wanted, java.util.function.Function<Scope, Token> tokenOf) {
        var scope = resolve(wanted, user);
        if (scope.isEmpty()) return new LoginOutcome.Refused();
        var token = tokenOf.apply(scope.get());
        return resolve(codec.encode(token), token)
                .<LoginOutcome>map(LoginOutcome.Granted::new)
                .orElseGet(LoginOutcome.Refused::new);
    }

    private Optional<Login> resolve(String text, Token token) {
        var user = directory.users.find(token.userId()).filter(User::enabled);
        if (user.isEmpty() || token.issuedMicros() < user.get().tokensValidFromMicros()) return Optional.empty();
        var userDomain = enabledDomain(user.get().domainId());
        if (userDomain.isEmpty()) return Optional.empty();
        return switch (token.scope()) {
            case Scope.Unscoped _ ->
                Optional.of(new Login(
                        text, token, user.get(), userDomain.get(), Optional.empty(), Optional.empty(), List.of()));
            case Scope.OfProject(var projectId) -> {
                var project = directory.projects.find(projectId).filter(Project::enabled);
                var domain = project.flatMap(found -> enabledDomain(found.domainId()));
                yield domain.flatMap(_ -> scoped(text, token, user.get(), userDomain.get(), project, domain));
            }
            case Scope.OfDomain(var domainId) -> {
                var domain = enabledDomain(domainId);
                yield domain.flatMap(_ -> scoped(text, token, user.get(), userDomain.get(), Optional.empty(), domain));
            }
        };
    }

    /// A scope is worth nothing without a role on it.
    private Optional<Login> scoped(
            String text,
            Token token,
            User user,
            Domain userDomain,
            Optional<Project> project,
            Optional<Domain> domain) {
        var roles = directory.assignments.roleIds(user.id(), token.scope()).stream()
                .map(directory.roles::find)
                .flatMap(Optional::stream)
                .toList();
        if (roles.isEmpty()) return Optional.empty();
        return Optional.of(new Login(text, token, user, userDomain, project, domain, roles));
    }

    private Optional<Domain> enabledDomain(String id) {
        return directory.domains.find(id).filter(Domain::enabled);
    }

    private Optional<User> find(UserRef who) {
        return switch (who) {
            case UserRef.ById(var id) -> directory.users.find(id);
            case UserRef.ByName(var name, var domain) ->
                find(domain).flatMap(found -> directory.users.findByName(found.id(), name));
        };
    }

    private Optional<Domain> find(DomainRef domain) {
        return switch (domain) {
            case DomainRef.ById(var id) -> directory.domains.find(id);
            case DomainRef.ByName(var name) -> directory.domains.findByName("", name);
        };
    }

    private Optional<Scope> resolve(ScopeRef wanted, User user) {
        return switch (wanted) {
            case ScopeRef.Unscoped _ -> Optional.of(new Scope.Unscoped());
            case ScopeRef.Default _ -> Optional.of(defaultScope(user));
            case ScopeRef.ProjectById(var id) -> Optional.of(new Scope.OfProject(id));
            case ScopeRef.ProjectByName(var name, var domain) ->
                find(domain)
                        .flatMap(found -> directory.projects.findByName(found.id(), name))
                        .map(project -> new Scope.OfProject(project.id()));
            case ScopeRef.OfDomain(var domain) -> find(domain).map(found -> new Scope.OfDomain(found.id()));
        };
    }

    /// As in Keystone, who can no longer use the default project gets a token without a scope.
    private Scope defaultScope(User user) {
        var scope = new Scope.OfProject(user.defaultProjectId());
        var usable = !scope.projectId().isEmpty() && actFor(user.id(), scope).isPresent();
        return usable ? scope : new Scope.Unscoped();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
