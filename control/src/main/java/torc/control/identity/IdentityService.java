package torc.control.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import torc.common.id.Ids;
import torc.common.identity.AccessKey;
import torc.common.identity.Caller;
import torc.common.identity.Identity;
import torc.ring.metadata.MetadataStore;

/// Identity over rows: logins, tokens, and who a token or key acts for.
///
/// Whether a token still holds is decided from rows each time, remembered for at most [#REMEMBERED_MILLIS] and
/// never across a change that this process made or past the token's own end, so a revocation shows at once here
/// and soon elsewhere (THREATS K10). Safe for many threads; blocking.
public final class IdentityService implements Identity {
    /// Greatest age of an answer given from memory.
    public static final long REMEMBERED_MILLIS = 1_000;

    private static final int REMEMBERED_ANSWERS = 10_000;

    private final Directory directory;
    private final Rows rows;
    private final Passwords passwords;
    private final Logins logins;
    private final Ids ids;
    private final InstantSource clock;
    private final Cache<String, Remembered<Caller>> callers =
            Caffeine.newBuilder().maximumSize(REMEMBERED_ANSWERS).build();
    private final Cache<String, Remembered<AccessKey>> accessKeys =
            Caffeine.newBuilder().maximumSize(REMEMBERED_ANSWERS).build();

    /// @param ids must draw from a cryptographic source: audit ids and the ids of users come from
    /// it
    public IdentityService(
            MetadataStore store,
            TokenCodec tokens,
            SecretBox secrets,
            IdentityConfig config,
            Ids ids,
            InstantSource clock) {
        this.rows = new Rows(store);
        this.directory = new Directory(rows, secrets);
        this.passwords = new Passwords(config.passwordLogRounds());
        this.ids = ids;
        this.clock = clock;
        this.logins =
                new Logins(directory, new Revocations(rows), tokens, passwords, config.tokenLifetime(), ids, clock);
    }

    /// Makes the first domain, roles, project and administrator, where they are not there yet. A password that
    /// was changed since is left alone.
    public void bootstrap(Bootstrap bootstrap) {
        new FirstRecords(directory, ids).create(bootstrap);
    }

    /// Who may manage everything: administrators of the administrators' project.
    public boolean isCloudAdministrator(Login login) {
        return login.project()
                        .filter(project -> project.name().equals(FirstRecords.ADMIN_PROJECT)
                                && project.domainId().equals(Domain.DEFAULT_ID))
                        .isPresent()
                && login.roles().stream().anyMatch(role -> role.name().equalsIgnoreCase(Role.ADMIN));
    }

    public Logins logins() {
        return logins;
    }

    /// What the Keystone API reads and changes.
    public Administration administration() {
        return new Administration(directory, passwords, ids, clock);
    }

    @Override
    public Optional<Caller> callerOfToken(String token) {
        return remember(
                callers, token, Caller::expiresAt, () -> logins.validate(token).map(IdentityService::callerOf));
    }

    @Override
    public Optional<AccessKey> accessKey(String accessKeyId) {
        return remember(accessKeys, accessKeyId, key -> key.caller().expiresAt(), () -> lookUpAccessKey(accessKeyId));
    }

    private Optional<AccessKey> lookUpAccessKey(String accessKeyId) {
        return directory
                .ec2
                .find(accessKeyId)
                .flatMap(credential -> logins.actFor(credential.userId(), new Scope.OfProject(credential.projectId()))
                        .map(login -> new AccessKey(accessKeyId, directory.ec2.secretOf(credential), callerOf(login))));
    }

    private <T> Optional<T> remember(
            Cache<String, Remembered<T>> memory,
            String key,
            Function<T, Instant> expiresAt,
            Supplier<Optional<T>> lookUp) {
        var instant = clock.instant();
        var now = instant.toEpochMilli();
        var known = memory.getIfPresent(key);
        if (known != null
                && known.changes == rows.changes()
                && now - known.atMillis <= REMEMBERED_MILLIS
                && instant.isBefore(expiresAt.apply(known.answer))) {
            return Optional.of(known.answer);
        }
        var changes = rows.changes();
        var answer = lookUp.get();
        // Only answers of value are kept: junk tokens must not push them out (K12).
        answer.ifPresentOrElse(
                found -> memory.put(key, new Remembered<>(found, changes, now)), () -> memory.invalidate(key));
        return answer;
    }

    private static Caller callerOf(Login login) {
        return new Caller(
                login.user().id(),
                login.user().name(),
                new Caller.Domain(login.userDomain().id(), login.userDomain().name()),
                login.project()
                        .map(project -> new Caller.Project(
                                project.id(),
                                project.name(),
                                login.domain()
                                        .map(domain -> new Caller.Domain(domain.id(), domain.name()))
                                        .orElseThrow())),
                login.roles().stream().map(Role::name).toList(),
                login.token().expiresAt(),
                login.token().legacy());
    }

    private record Remembered<T>(T answer, long changes, long atMillis) {}

    /// Names of the roles that may be given, for the first start's message.
    public static List<String> firstRoles() {
        return List.of(Role.ADMIN, Role.MEMBER, Role.READER, Role.SERVICE);
    }
}
