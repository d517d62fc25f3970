package torc.proxy.swift.access;

import java.util.List;
import torc.common.config.Meaning;

/// How projects and roles map to accounts and rights.
///
/// @param resellerPrefix what stands before a project's id in its account's name
/// @param operatorRoles roles that own their project's account
/// @param readerRoles roles that may read all of their project's account
/// @param resellerAdminRole role that owns every account
/// @param defaultDomainId the domain in which names are allowed in access lists, as they cannot change hands there
public record AccessSettings(
        @Meaning("what stands before a project's id in its account's name")
        String resellerPrefix,

        @Meaning("roles that own their project's account") List<String> operatorRoles,

        @Meaning("roles that may read all of their project's account")
        List<String> readerRoles,

        @Meaning("role that owns every account") String resellerAdminRole,

        @Meaning("domain in which names are allowed in access lists")
        String defaultDomainId) {
    public static final AccessSettings DEFAULTS =
            new AccessSettings("AUTH_", List.of("admin", "member"), List.of("reader"), "ResellerAdmin", "default");

    public AccessSettings {
        operatorRoles = List.copyOf(operatorRoles);
        readerRoles = List.copyOf(readerRoles);
    }
}
