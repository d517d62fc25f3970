package torc.proxy.swift.account;

import java.util.Map;
import java.util.function.Supplier;
import torc.common.http.Headers;
import torc.proxy.objects.AccountQuota;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;

/// How a reseller says how much an account may hold (Swift's account_quotas): as a whole, and in each storage
/// policy. The object service holds all writes to it, those of S3 too.
final class AccountQuotas {
    private static final String BYTES = AccountQuota.BYTES_PROPERTY;
    private static final String COUNT = AccountQuota.OBJECTS_PROPERTY;
    private static final String POLICY = AccountQuota.OF_POLICY;
    private static final String HEADER = "x-account-";
    private static final String REMOVE = "x-remove-account-";

    private final Supplier<StoragePolicies> policies;

    AccountQuotas(Supplier<StoragePolicies> policies) {
        this.policies = policies;
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
