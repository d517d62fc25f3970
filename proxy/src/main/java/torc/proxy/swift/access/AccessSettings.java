package torc.proxy.swift.access;

import java.util.List;
import torc.common.config.Meaning;

/// How projects and roles map to accounts and rights.
///
/// @param resellerPrefix what stands before a project's id in its account's name
/// @param servicePrefix what stands before a project's id in the name of the account that services keep for it
/// @param serviceRoles roles of services, which together with a project's operator own that account
/// @param operatorRoles roles that own their project's account
/// @param readerRoles roles that may read all of their project's account
/// @param resellerAdminRole role that owns every account
/// @param defaultDomainId the domain in which names are allowed in access lists, as they cannot change hands there
public record AccessSettings(
        @Meaning("what stands before a project's id in its account's name")
        String resellerPrefix,

        @Meaning("what stands before a project's id in the name of the account that services keep for it")
        String servicePrefix,

        @Meaning("roles of services, which with a project's operator own that account")
        List<String> serviceRoles,

        @Meaning("roles that own their project's account") List<String> operatorRoles,

        @Meaning("roles that may read all of their project's account")
        List<String> readerRoles,

        @Meaning("role that owns every account") String resellerAdminRole,

        @Meaning("domain in which names are allowed in access lists")
        String defaultDomainId) {
    public static final AccessSettings DEFAULTS = new AccessSettings(
            "AUTH_",
            "SERVICE_",
            List.of("service"),
            List.of("admin", "member"),
            List.of("reader"),
            "ResellerAdmin",
            "default");

    public AccessSettings {
        serviceRoles = List.copyOf(serviceRoles);
        operatorRoles = List.copyOf(operatorRoles);
        readerRoles = List.copyOf(readerRoles);
    }
}
