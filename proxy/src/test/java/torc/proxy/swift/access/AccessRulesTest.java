package torc.proxy.swift.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torc.common.identity.Caller;
import torc.common.identity.Caller.Domain;
import torc.common.identity.Caller.Project;
import torc.proxy.swift.access.AccessRules.Right;

class AccessRulesTest {
    private static final Domain DEFAULT = new Domain("default", "Default");
    private static final Domain OTHER = new Domain("d2", "Other");

    private final AccessRules rules = new AccessRules(AccessSettings.DEFAULTS);

    private static Caller caller(
            String user, Domain userDomain, String project, Domain projectDomain, String... roles) {
        return new Caller(
                user + "-id",
                user,
                userDomain,
                Optional.of(new Project(project, project + "-name", projectDomain)),
                List.of(roles),
                Instant.MAX);
    }

    private static Caller ann(String... roles) {
        return caller("ann", DEFAULT, "p1", DEFAULT, roles);
    }

    @Test
    void operatorsOwnTheirProjectsAccountAndNoOther() {
        assertThat(rules.byRole(ann("member"), List.of(), "AUTH_p1", false)).isEqualTo(Right.OWN);
        assertThat(rules.byRole(ann("Admin"), List.of(), "AUTH_p1", false)).isEqualTo(Right.OWN);
        assertThat(rules.byRole(ann("member", "admin"), List.of(), "AUTH_p2", true))
                .isEqualTo(Right.NONE);
        assertThat(rules.byRole(ann("member"), List.of(), "p1", true)).isEqualTo(Right.NONE);
        assertThat(rules.byRole(ann("member"), List.of(), "AUTH_xp1", true)).isEqualTo(Right.NONE);
        assertThat(rules.byRole(ann("member"), List.of(), "auth_p1", true)).isEqualTo(Right.NONE);
    }

    @Test
    void readersReadTheirProjectsAccountOnly() {
        assertThat(rules.byRole(ann("reader"), List.of(), "AUTH_p1", true)).isEqualTo(Right.USE);
        assertThat(rules.byRole(ann("reader"), List.of(), "AUTH_p1", false)).isEqualTo(Right.NONE);
        assertThat(rules.byRole(ann("reader"), List.of(), "AUTH_p2", true)).isEqualTo(Right.NONE);
        assertThat(rules.byRole(ann("guest"), List.of(), "AUTH_p1", true)).isEqualTo(Right.NONE);
    }

    @Test
    void resellerAdministratorsOwnEveryAccount() {
        assertThat(rules.byRole(ann("ResellerAdmin"), List.of(), "AUTH_p2", false))
                .isEqualTo(Right.OWN);
    }

    @Test
    void aCallerWithoutProjectOwnsNothing() {
        var unscoped = new Caller("u", "u", DEFAULT, Optional.empty(), List.of("admin"), Instant.MAX);

        assertThat(rules.byRole(unscoped, List.of(), "AUTH_", true)).isEqualTo(Right.NONE);
        assertThat(byAcl(unscoped, "p1:*", "default")).isFalse();
        assertThat(byAcl(unscoped, "*:u", "default")).isTrue();
    }

    /// Else who names a project after a role would get what its holders have.
    @Test
    void aWordAloneIsAnAccountsNameOnlyToWhoLoggedInToOne() {
        var keystone = caller("u", DEFAULT, "p1", DEFAULT, "member");
        var legacy = new Caller(
                keystone.userId(),
                keystone.userName(),
                keystone.userDomain(),
                keystone.project(),
                keystone.roles(),
                keystone.expiresAt(),
                true);

        assertThat(byAcl(keystone, "p1-name", "default")).isFalse();
        assertThat(byAcl(legacy, "p1-name", "default")).isTrue();
        assertThat(byAcl(legacy, "p1", "default")).isTrue();
        assertThat(byAcl(legacy, "p1-name", "other")).isFalse();
        assertThat(byAcl(legacy, "p2-name", "default")).isFalse();
    }

    private boolean byAcl(Caller caller, String acl, String ownerDomain) {
        return rules.byAcl(Optional.of(caller), "AUTH_owner", Acl.parse(acl), "", true, ownerDomain);
    }

    @Test
    void w13_aGrantNamesProjectAndUserByIdOrStar() {
        for (var acl : new String[] {"p1:ann-id", "*:ann-id", "p1:*", "*:*", "x:y,p1:ann-id"})
            assertThat(byAcl(ann(), acl, "default")).as(acl).isTrue();
        for (var acl : new String[] {
            "p2:ann-id",
            "p1:bob-id",
            "p1",
            "ann-id",
            "p1:",
            ":ann-id",
            "p1:ann",
            "*:ann",
            "p1-name:ann-id2",
            ".rlistings",
            "member"
        }) assertThat(byAcl(ann("member"), acl, "d2")).as(acl).isFalse();
    }

    @Test
    void w13_namesCountOnlyWhereAllAreOfTheDefaultDomain() {
        var foreignUser = caller("ann", OTHER, "p1", DEFAULT);
        var foreignProject = caller("ann", DEFAULT, "p1", OTHER);

        assertThat(byAcl(ann(), "p1-name:ann", "default")).isTrue();
        assertThat(byAcl(ann(), "p1-name:ann", "d2")).isFalse();
        assertThat(byAcl(ann(), "p1-name:ann", "")).isFalse();
        assertThat(byAcl(foreignUser, "p1-name:ann", "default")).isFalse();
        assertThat(byAcl(foreignProject, "p1-name:ann", "default")).isFalse();
        assertThat(byAcl(foreignUser, "p1:ann-id", "default")).isTrue();
    }

    @Test
    void w13_aRoleInAListIsForTheAccountsOwnProject() {
        var acl = Acl.parse("auditor");

        assertThat(rules.byAcl(Optional.of(ann("Auditor")), "AUTH_p1", acl, "", true, ""))
                .isTrue();
        assertThat(rules.byAcl(Optional.of(ann("auditor")), "AUTH_p2", acl, "", true, ""))
                .isFalse();
        assertThat(rules.byAcl(Optional.of(ann("other")), "AUTH_p1", acl, "", true, ""))
                .isFalse();
        assertThat(rules.byAcl(Optional.of(ann(".rlistings")), "AUTH_p1", Acl.parse(".rlistings"), "", true, ""))
                .isFalse();
    }

    @Test
    void w13_anybodyListsOnlyWithRlistings() {
        var objectsOnly = Acl.parse(".r:*");
        var listingsToo = Acl.parse(".r:*,.rlistings");

        assertThat(rules.byAcl(Optional.empty(), "AUTH_a", objectsOnly, "", true, ""))
                .isTrue();
        assertThat(rules.byAcl(Optional.empty(), "AUTH_a", objectsOnly, "", false, ""))
                .isFalse();
        assertThat(rules.byAcl(Optional.empty(), "AUTH_a", listingsToo, "", false, ""))
                .isTrue();
        assertThat(rules.byAcl(Optional.empty(), "AUTH_a", Acl.parse(".rlistings"), "", false, ""))
                .isFalse();
        assertThat(rules.byAcl(Optional.empty(), "AUTH_a", Acl.parse("*:*"), "", true, ""))
                .isFalse();
        assertThat(rules.byAcl(Optional.empty(), "OTHER_a", listingsToo, "", true, ""))
                .isFalse();
    }
}
