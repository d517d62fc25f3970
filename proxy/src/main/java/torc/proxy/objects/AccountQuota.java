package torc.proxy.objects;

import java.util.Map;
import java.util.Optional;
import torc.proxy.objects.Accounts.Account;
import torc.proxy.objects.WriteOutcome.QuotaExceeded;
import torc.proxy.objects.WriteOutcome.QuotaExceeded.Holder;

/// What an account may still take in as a whole, and in one storage policy.
///
/// @param whole what is left to the account
/// @param ofPolicy what is left to its containers of the policy
public record AccountQuota(Quota whole, Quota ofPolicy) {
    public static final AccountQuota NONE = new AccountQuota(Quota.NONE, Quota.NONE);

    /// Names of the account's properties that say so, as decimal numbers.
    public static final String BYTES_PROPERTY = "quota-bytes";

    public static final String OBJECTS_PROPERTY = "quota-count";

    /// Follows one of the names above, before the number of a storage policy.
    public static final String OF_POLICY = "-policy-";

    /// Whether the properties of an account say anything of a quota.
    public static boolean isSaid(Map<String, String> properties) {
        return properties.keySet().stream()
                .anyMatch(name -> name.startsWith(BYTES_PROPERTY) || name.startsWith(OBJECTS_PROPERTY));
    }

    /// @param policy number of the storage policy
    public static AccountQuota left(Account account, int policy) {
        var used = account.usageByPolicy().getOrDefault(policy, Usage.NONE);
        return new AccountQuota(
                left(account.properties(), "", account.usage()), left(account.properties(), OF_POLICY + policy, used));
    }

    private static Quota left(Map<String, String> properties, String suffix, Usage used) {
        var bytes = Quota.limit(properties.get(BYTES_PROPERTY + suffix));
        var objects = Quota.limit(properties.get(OBJECTS_PROPERTY + suffix));
        return new Quota(
                bytes == Long.MAX_VALUE ? bytes : bytes - used.bytes(),
                objects == Long.MAX_VALUE ? objects : objects - used.objects());
    }

    /// How many bytes more there may be.
    public long bytes() {
        return Math.max(0, Math.min(whole.bytes(), ofPolicy.bytes()));
    }

    /// The refusal of so much more, if it is too much.
    public Optional<QuotaExceeded> refuses(Usage more) {
        if (whole.isExceededBy(more)) return Optional.of(new QuotaExceeded(Holder.ACCOUNT));
        return ofPolicy.isExceededBy(more) ? Optional.of(new QuotaExceeded(Holder.POLICY)) : Optional.empty();
    }
}
