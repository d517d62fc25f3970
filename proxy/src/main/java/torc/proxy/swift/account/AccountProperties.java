package torc.proxy.swift.account;

import java.util.Map;
import torc.proxy.swift.access.AccountAcl;

/// What this dialect keeps among an account's properties, besides its metadata.
public final class AccountProperties {
    /// Access list, as [AccountAcl#encode] makes it.
    public static final String ACCESS = "x-account-access-control";

    /// Domain of the project that owns the account, as its operators last showed it.
    public static final String OWNER_DOMAIN = "x-account-project-domain-id";

    private AccountProperties() {}

    public static AccountAcl access(Map<String, String> properties) {
        return AccountAcl.parse(properties.getOrDefault(ACCESS, ""));
    }

    public static String ownerDomain(Map<String, String> properties) {
        return properties.getOrDefault(OWNER_DOMAIN, "");
    }
}
