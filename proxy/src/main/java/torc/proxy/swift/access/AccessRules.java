package torc.proxy.swift.access;

import java.util.List;
import java.util.Optional;
import torc.common.identity.Caller;

/// The rules of Swift's keystoneauth: a project's operators own its account, its readers read it, and others
/// have what the container's access list gives them.
public final class AccessRules {
    private final AccessSettings settings;

    public AccessRules(AccessSettings settings) {
        this.settings = settings;
    }

    /// What somebody may do with an account, or has in it by an access list.
    public enum Right {
        /// All, also to see and set who else may.
        OWN,
        /// What was asked for.
        USE,
        NONE
    }

    /// The right that a caller's project and roles give, whatever the access lists say. The account that
    /// services keep for a project is open to its members only through a service.
    ///
    /// @param serviceRoles roles of the service that speaks for the caller; empty without one
    public Right byRole(Caller caller, List<String> serviceRoles, String account, boolean reading) {
        if (caller.hasRole(settings.resellerAdminRole())) return Right.OWN;
        if (!isOwnAccount(caller, account)) return Right.NONE;
        if (!account.startsWith(settings.resellerPrefix()) && !hasAny(serviceRoles, settings.serviceRoles()))
            return Right.NONE;
        if (hasAny(caller.roles(), settings.operatorRoles())) return Right.OWN;
        return reading && hasAny(caller.roles(), settings.readerRoles()) ? Right.USE : Right.NONE;
    }

    public boolean isResellerAdmin(Caller caller) {
        return caller.hasRole(settings.resellerAdminRole());
    }

    /// Whether the account is one of the caller's project.
    public boolean isOwnAccount(Caller caller, String account) {
        return isOwn(caller, account, settings.resellerPrefix()) || isOwn(caller, account, settings.servicePrefix());
    }

    private static boolean isOwn(Caller caller, String account, String prefix) {
        return caller.project()
                .map(project ->
                        account.length() == prefix.length() + project.id().length()
                                && account.startsWith(prefix)
                                && account.endsWith(project.id()))
                .orElse(false);
    }

    /// The right that the account's own access list gives.
    ///
    /// @param account whether the account itself is asked for, and not what is in it
    /// @param ownerDomainId domain of the account's project, empty if it is not known
    public Right byAccountAcl(Caller caller, AccountAcl acl, boolean account, boolean reading, String ownerDomainId) {
        var names = namesCount(caller, ownerDomainId);
        if (isAmong(acl.admin(), caller, names)) return Right.OWN;
        if ((reading || !account) && isAmong(acl.readWrite(), caller, names)) return Right.USE;
        return reading && isAmong(acl.readOnly(), caller, names) ? Right.USE : Right.NONE;
    }

    /// Members are users by their id, projects by their id, and where names count `project` and `project:user`.
    private static boolean isAmong(List<String> members, Caller caller, boolean names) {
        if (members.isEmpty()) return false;
        if (members.contains(caller.userId())) return true;
        return caller.project()
                .map(project -> members.contains(project.id())
                        || (names
                                && (members.contains(project.name())
                                        || members.contains(project.name() + ":" + caller.userName()))))
                .orElse(false);
    }

    /// Whether an access list lets the request pass.
    ///
    /// @param caller who asks; empty for anybody without a valid token
    /// @param object whether an object is asked for, and not a listing
    /// @param ownerDomainId domain of the container's project, empty if it is not known
    public boolean byAcl(
            Optional<Caller> caller, String account, Acl acl, String referer, boolean object, String ownerDomainId) {
        if (!account.startsWith(settings.resellerPrefix()) && !account.startsWith(settings.servicePrefix()))
            return false;
        if (caller.isPresent() && matchesGrant(caller.get(), acl, ownerDomainId)) return true;
        if (Referer.isAllowed(referer, acl.referrers())) return object || acl.allowsListings();
        return caller.isPresent() && isOwnAccount(caller.get(), account) && matchesRole(caller.get(), acl);
    }

    private boolean matchesGrant(Caller caller, Acl acl, String ownerDomainId) {
        if (acl.grants().isEmpty()) return false;
        var names = namesCount(caller, ownerDomainId);
        for (var grant : acl.grants()) {
            if (caller.legacy() && matchesAccount(caller, grant, names)) return true;
            int colon = grant.indexOf(':');
            if (colon >= 0
                    && matchesProject(caller, grant.substring(0, colon), names)
                    && matchesUser(caller, grant.substring(colon + 1), names)) return true;
        }
        return false;
    }

    /// A word alone is a role's name; to who has logged in to an account, as Swift's tempauth has it, it is an
    /// account's, whose users all are meant.
    private static boolean matchesAccount(Caller caller, String grant, boolean names) {
        return grant.indexOf(':') < 0 && !grant.equals("*") && matchesProject(caller, grant, names);
    }

    private static boolean matchesProject(Caller caller, String text, boolean names) {
        if (text.equals("*")) return true;
        return caller.project()
                .map(project -> text.equals(project.id()) || (names && text.equals(project.name())))
                .orElse(false);
    }

    private static boolean matchesUser(Caller caller, String text, boolean names) {
        return text.equals("*") || text.equals(caller.userId()) || (names && text.equals(caller.userName()));
    }

    /// Names of users and projects are unique within their domain only, so they count where all three are of
    /// the one default domain.
    private boolean namesCount(Caller caller, String ownerDomainId) {
        var domain = settings.defaultDomainId();
        return ownerDomainId.equals(domain)
                && caller.userDomain().id().equals(domain)
                && caller.project()
                        .map(project -> project.domain().id().equals(domain))
                        .orElse(false);
    }

    private static boolean matchesRole(Caller caller, Acl acl) {
        for (var grant : acl.grants()) {
            if (grant.indexOf(':') < 0 && !grant.startsWith(".") && caller.hasRole(grant)) return true;
        }
        return false;
    }

    private static boolean hasAny(List<String> heldRoles, List<String> roles) {
        for (var held : heldRoles) {
            for (var role : roles) if (held.equalsIgnoreCase(role)) return true;
        }
        return false;
    }
}
