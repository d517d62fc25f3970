package torc.control.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdentityServiceTest {
    private final IdentityFixture fixture = new IdentityFixture();
    private final IdentityService service = fixture.service;
    private final Administration administration = service.administration();

    @Test
    void theFirstAdministratorLogsInAndIsKnownByTokenAndByKey() {
        var login = fixture.adminLogin();

        assertThat(service.isCloudAdministrator(login)).isTrue();
        var caller = service.callerOfToken(login.text()).orElseThrow();
        assertThat(caller.userName()).isEqualTo("admin");
        assertThat(caller.hasRole("ADMIN")).isTrue();
        var key = service.accessKey(IdentityFixture.ACCESS).orElseThrow();
        assertThat(key.secret()).isEqualTo(IdentityFixture.SECRET);
        assertThat(key.caller().project()).isEqualTo(caller.project());
    }

    @Test
    void bootstrappingAgainChangesNothing() {
        var user = fixture.adminLogin().user();
        administration.setPassword(user.id(), "another one");

        service.bootstrap(new Bootstrap(
                IdentityFixture::passwordHash, IdentityFixture.ACCESS, IdentityFixture.SECRET, "ad".repeat(16)));

        assertThat(login("admin", "another one")).isInstanceOf(LoginOutcome.Granted.class);
        assertThat(login("admin", IdentityFixture.PASSWORD)).isInstanceOf(LoginOutcome.Refused.class);
    }

    @Test
    void k11_aWrongPasswordAndAnUnknownUserAreRefusedAlike() {
        assertThat(login("admin", IdentityFixture.PASSWORD)).isInstanceOf(LoginOutcome.Granted.class);

        assertThat(login("admin", "wrong")).isEqualTo(login("nobody", "wrong"));
    }

    @Test
    void k07_rescopingKeepsTheExpiry() {
        var first = fixture.adminLogin();
        fixture.pass(Duration.ofMinutes(50));
        var second = IdentityFixture.granted(service.logins()
                .withToken(
                        first.text(),
                        new ScopeRef.ProjectById(first.project().orElseThrow().id())));

        assertThat(second.token().expiresAt()).isEqualTo(first.token().expiresAt());
        fixture.pass(Duration.ofMinutes(11));
        assertThat(service.callerOfToken(second.text())).isEmpty();
        assertThat(service.callerOfToken(first.text())).isEmpty();
    }

    @Test
    void k07_aTokenEndsAtItsExpiryAlsoIfItWasRememberedJustBefore() {
        var login = fixture.adminLogin();
        fixture.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(service.callerOfToken(login.text())).isPresent();

        fixture.pass(Duration.ofMillis(1));

        assertThat(service.callerOfToken(login.text())).isEmpty();
    }

    @Test
    void k10_revokingALoginVoidsWhatWasTradedForIt() {
        var first = fixture.adminLogin();
        var second = IdentityFixture.granted(service.logins().withToken(first.text(), new ScopeRef.Unscoped()));
        var third = IdentityFixture.granted(service.logins()
                .withToken(
                        second.text(),
                        new ScopeRef.ProjectById(first.project().orElseThrow().id())));
        assertThat(service.callerOfToken(third.text())).isPresent();

        service.logins().revoke(first);

        assertThat(service.callerOfToken(first.text())).isEmpty();
        assertThat(service.callerOfToken(second.text())).isEmpty();
        assertThat(service.callerOfToken(third.text())).isEmpty();
        assertThat(service.callerOfToken(fixture.adminLogin().text())).isPresent();
    }

    @Test
    void k10_losingARoleEndsTokensAndKeysAtOnce() {
        var member = member("m1");
        assertThat(service.callerOfToken(member.login().text())).isPresent();
        assertThat(service.accessKey(member.key().access())).isPresent();

        administration.revoke(member.user().id(), member.scope(), member.role().id());

        assertThat(service.callerOfToken(member.login().text())).isEmpty();
        assertThat(service.accessKey(member.key().access())).isEmpty();
    }

    @Test
    void k10_disablingDeletingOrANewPasswordEndsTokensAtOnce() {
        var disabled = member("m2");
        var deleted = member("m3");
        var changed = member("m4");
        fixture.pass(Duration.ofSeconds(1));

        administration.updateUser(disabled.user().id(), IdentityServiceTest::disabled);
        administration.delete(deleted.user());
        administration.setPassword(changed.user().id(), "new");

        for (var member : new Member[] {disabled, deleted, changed}) {
            assertThat(service.callerOfToken(member.login().text())).isEmpty();
        }
        assertThat(service.accessKey(disabled.key().access())).isEmpty();
        assertThat(service.accessKey(deleted.key().access())).isEmpty();
        assertThat(service.accessKey(changed.key().access())).isPresent();
    }

    @Test
    void k10_aLoginThatWasUnderWayWhenThePasswordWasChangedGivesNoToken() {
        var user = member("m9").user();
        fixture.store.afterNextRead('u', () -> {
            fixture.pass(Duration.ofMillis(1));
            administration.setPassword(user.id(), "new");
            fixture.pass(Duration.ofMillis(1));
        });

        assertThat(login("m9", "pw")).isInstanceOf(LoginOutcome.Refused.class);
        assertThat(login("m9", "new")).isInstanceOf(LoginOutcome.Granted.class);
    }

    @Test
    void k10_enablingAUserAgainDoesNotReviveTokens() {
        var member = member("m10");
        fixture.pass(Duration.ofSeconds(1));

        administration.updateUser(member.user().id(), IdentityServiceTest::disabled);
        administration.updateUser(member.user().id(), IdentityServiceTest::enabled);

        assertThat(service.callerOfToken(member.login().text())).isEmpty();
        assertThat(login("m10", "pw")).isInstanceOf(LoginOutcome.Granted.class);
    }

    @Test
    void aUserWhoseDefaultProjectIsGoneStillLogsInWithoutAScope() {
        var member = member("m11");
        administration.delete(member.project());

        var login = IdentityFixture.granted(login("m11", "pw"));

        assertThat(login.project()).isEmpty();
        assertThat(login.roles()).isEmpty();
    }

    @Test
    void deletingWhatWasRenamedMeanwhileFreesTheNameThatItHasAndNoOthers() {
        var seen = user("r1", "before", "default");
        administration.create(seen);
        administration.updateUser("r1", _ -> user("r1", "after", "default"));
        administration.create(user("r2", "before", "default"));

        assertThat(administration.delete(seen)).isTrue();

        assertThat(administration.create(user("r3", "before", "default")))
                .as("r2 has this name")
                .isFalse();
        assertThat(administration.create(user("r4", "after", "default"))).isTrue();
    }

    @Test
    void deletingIsTriedAgainWhenTheRecordIsChangedMeanwhile() {
        var seen = user("t1", "before", "default");
        administration.create(seen);
        fixture.store.afterNextRead('u', () -> administration.updateUser("t1", _ -> user("t1", "after", "default")));

        assertThat(administration.delete(seen)).isTrue();

        assertThat(administration.user("t1")).isEmpty();
        assertThat(administration.create(user("t2", "before", "default"))).isTrue();
        assertThat(administration.create(user("t3", "after", "default"))).isTrue();
    }

    @Test
    void aDomainThatSomebodyEntersWhileItIsBeingDeletedStays() {
        var domain = new Domain("d1", "Busy", false, "");
        administration.create(domain);
        fixture.store.afterNextRead('d', () -> administration.create(user("u1", "eve", "d1")));

        assertThat(administration.delete(domain)).isFalse();

        assertThat(administration.domain("d1")).isPresent();
        administration.delete(administration.user("u1").orElseThrow());
        assertThat(administration.delete(domain)).as("empty again").isTrue();
    }

    @Test
    void nobodyEntersADomainThatIsGone() {
        var domain = new Domain("d2", "Gone", false, "");
        administration.create(domain);
        administration.delete(domain);

        assertThat(administration.create(user("u2", "eve", "d2"))).isFalse();
        assertThat(administration.create(new Project("p2", "lab", "d2", true, "", "d2")))
                .isFalse();
        assertThat(administration.user("u2")).isEmpty();
    }

    @Test
    void k10_disablingOrDeletingTheProjectEndsWhatActsOnIt() {
        var disabled = member("m5");
        var deleted = member("m6");

        administration.updateProject(
                disabled.project().id(),
                project ->
                        new Project(project.id(), project.name(), project.domainId(), false, "", project.parentId()));
        administration.delete(deleted.project());

        for (var member : new Member[] {disabled, deleted}) {
            assertThat(service.callerOfToken(member.login().text())).isEmpty();
            assertThat(service.accessKey(member.key().access())).isEmpty();
        }
    }

    @Test
    void theAdminRoleOnAnotherProjectDoesNotMakeACloudAdministrator() {
        var member = member("m7");
        var admin = administration.roles().stream()
                .filter(role -> role.name().equals(Role.ADMIN))
                .findFirst()
                .orElseThrow();
        administration.grant(member.user().id(), member.scope(), admin.id());

        var login = IdentityFixture.granted(login("m7", "pw"));

        assertThat(login.roles()).contains(admin);
        assertThat(service.isCloudAdministrator(login)).isFalse();
    }

    @Test
    void namesAreUniqueWithinTheirDomainWithoutRegardToCase() {
        var first = member("twin").user();

        assertThat(administration.create(user("x1", "TWIN", "default"))).isFalse();
        assertThat(administration.create(new Domain("other", "Other", true, "")))
                .isTrue();
        assertThat(administration.create(user("x2", "TWIN", "other"))).isTrue();
        administration.delete(first);
        assertThat(administration.create(user("x3", "twin", "default"))).isTrue();
    }

    @Test
    void k20_r07_secretsAreStoredOnlyHashedOrSealed() {
        var member = member("m8");

        assertThat(member.user().passwordHash()).startsWith("$2b$");
        assertThat(member.user().toString()).doesNotContain(member.user().passwordHash());
        assertThat(member.login().toString()).doesNotContain(member.login().text());
        assertThat(service.accessKey(member.key().access()).orElseThrow().toString())
                .doesNotContain(member.key().secret());
    }

    private LoginOutcome login(String name, String password) {
        return service.logins()
                .withPassword(
                        new UserRef.ByName(name, new DomainRef.ById("default")), password, new ScopeRef.Default());
    }

    private Member member(String name) {
        var project = new Project(administration.newId(), name + "-project", "default", true, "", "default");
        administration.create(project);
        var user = new User(
                administration.newId(), name, "default", true, administration.hash("pw"), project.id(), "", "", 0);
        administration.create(user);
        var role = administration.roles().stream()
                .filter(found -> found.name().equals(Role.MEMBER))
                .findFirst()
                .orElseThrow();
        var scope = new Scope.OfProject(project.id());
        administration.grant(user.id(), scope, role.id());
        var key = administration.createEc2Key(user.id(), project.id());
        return new Member(user, project, role, scope, IdentityFixture.granted(login(name, "pw")), key);
    }

    private static User user(String id, String name, String domain) {
        return new User(id, name, domain, true, "", "", "", "", 0);
    }

    private static User disabled(User user) {
        return new User(user.id(), user.name(), user.domainId(), false, user.passwordHash(), "", "", "", 0);
    }

    private static User enabled(User user) {
        var from = user.tokensValidFromMicros();
        return new User(user.id(), user.name(), user.domainId(), true, user.passwordHash(), "", "", "", from);
    }

    private record Member(User user, Project project, Role role, Scope scope, Login login, Administration.Ec2Key key) {}
}
