package torc.proxy.swift.account;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import torc.common.http.Headers;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Container;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.Usage;
import torc.proxy.recent.RecentProperties;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;

/// How much an account may hold, as its reseller says (Swift's account_quotas): as a whole, and in each storage
/// policy.
///
/// Whether an account has a quota is remembered for a second, so that a write into one without costs nothing.
/// Where there is one, the account's figures are added up for each write.
public final class AccountQuotas {
    private static final String BYTES = "quota-bytes";
    private static final String COUNT = "quota-count";
    private static final String POLICY = "-policy-";
    private static final String HEADER = "x-account-";
    private static final String REMOVE = "x-remove-account-";

    private final Accounts accounts;
    private final Containers containers;
    private final Supplier<StoragePolicies> policies;
    private final RecentProperties recent;

    public AccountQuotas(ObjectService service, RecentProperties recent) {
        this.accounts = service.accounts();
        this.containers = service.containers();
        this.policies = service::policies;
        this.recent = recent;
    }

    /// Looks whether an object may be written.
    ///
    /// @param bytes its length as far as it is known; asked for only if there is a quota
    /// @throws Refused if it would be too much
    public void check(SwiftRequest request, LongSupplier bytes) {
        if (request.reseller()) return;
        var name = request.path().accountName();
        if (recent.of(name).keySet().stream().noneMatch(AccountQuotas::isQuota)) return;
        var found = accounts.find(name);
        if (found.isEmpty()) return;
        var account = found.get();
        var more = new Usage(0, 1, bytes.getAsLong());
        if (isExceeded(account.properties(), "", account.usage().plus(more))) throw new Refused(Fault.QUOTA_EXCEEDED);
        var container = containers.find(request.path().containerName(Fault.NOT_FOUND));
        if (container.isEmpty()) return;
        var policy = container.map(Container::policy).orElse(0);
        var used = account.usageByPolicy().getOrDefault(policy, Usage.NONE);
        if (isExceeded(account.properties(), POLICY + policy, used.plus(more)))
            throw new Refused(Fault.POLICY_QUOTA_EXCEEDED);
    }

    private static boolean isExceeded(Map<String, String> properties, String suffix, Usage usage) {
        return usage.bytes() > limit(properties.get(BYTES + suffix))
                || usage.objects() > limit(properties.get(COUNT + suffix));
    }

    private static long limit(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private static boolean isQuota(String property) {
        return property.startsWith(BYTES) || property.startsWith(COUNT);
    }

    /// Adds to a change of an account what the request's headers say of its quotas.
    ///
    /// @throws Refused if they are no numbers, or the sender is no reseller
    void read(SwiftRequest request, PropertyChange change) {
        var headers = request.headers();
        read(request, change, BYTES, BYTES, headers);
        read(request, change, COUNT, COUNT, headers);
        if (!headers.first(HEADER + BYTES).isPresent()) readLegacy(request, change, headers);
        for (var policy : policies.get().all()) {
            for (var kind : new String[] {BYTES, COUNT})
                read(
                        request,
                        change,
                        kind + POLICY + policy.name().toLowerCase(java.util.Locale.ROOT),
                        kind + POLICY + policy.number(),
                        headers);
        }
    }

    private static void read(
            SwiftRequest request, PropertyChange change, String header, String property, Headers headers) {
        var removed = !headers.first(REMOVE + header).orElse("").isEmpty();
        var given = headers.first(HEADER + header);
        if (!removed && given.isEmpty()) return;
        set(request, change, property, removed ? "" : given.orElse(""));
    }

    /// As metadata, which is how it was said once.
    private static void readLegacy(SwiftRequest request, PropertyChange change, Headers headers) {
        var removed = headers.first("x-remove-account-meta-quota-bytes").isPresent();
        var given = headers.first("x-account-meta-quota-bytes");
        if (removed || given.isPresent()) set(request, change, BYTES, removed ? "" : given.orElse(""));
    }

    private static void set(SwiftRequest request, PropertyChange change, String property, String value) {
        if (!request.reseller()) throw new Refused(Fault.FORBIDDEN);
        if (!value.chars().allMatch(c -> c >= '0' && c <= '9')) throw new Refused(Fault.BAD_REQUEST);
        change.set(property, value);
    }

    /// Adds the quotas to the headers of an answer.
    void show(Map<String, String> properties, Headers.Builder headers) {
        for (var kind : new String[] {BYTES, COUNT}) {
            show(properties.get(kind), HEADER + kind, headers);
            for (var policy : policies.get().all())
                show(properties.get(kind + POLICY + policy.number()), HEADER + kind + POLICY + policy.name(), headers);
        }
    }

    private static void show(@org.jspecify.annotations.Nullable String value, String header, Headers.Builder headers) {
        if (value != null) headers.add(HeaderNames.title(header), value);
    }
}
