package torc.proxy.swift.container;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import torc.common.http.Headers;
import torc.proxy.objects.Archiving;
import torc.proxy.objects.Quota;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.sync.SyncHeaders;

/// What a PUT or POST does to a container's properties as a whole: metadata that means something to the store
/// is told to it, and what cannot be together is refused.
///
/// @param enablesVersions whether the request turns versions on or off
record ContainerChange(UnaryOperator<Map<String, String>> change, boolean enablesVersions)
        implements UnaryOperator<Map<String, String>> {
    private static final String QUOTA_BYTES = Kind.CONTAINER.prefix() + "quota-bytes";
    private static final String QUOTA_COUNT = Kind.CONTAINER.prefix() + "quota-count";

    /// @throws Refused if a quota is no number
    static void checkQuotas(Headers headers) {
        if (!isNumber(headers.first(QUOTA_BYTES).orElse(""))) throw new Refused(Fault.QUOTA_BYTES_INVALID);
        if (!isNumber(headers.first(QUOTA_COUNT).orElse(""))) throw new Refused(Fault.QUOTA_COUNT_INVALID);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public Map<String, String> apply(Map<String, String> before) {
        if (enablesVersions && before.containsKey(Archiving.CONTAINER_PROPERTY))
            throw new Refused(Fault.VERSIONS_BOTH_WAYS);
        var after = change.apply(before);
        SyncHeaders.check(before, after);
        if (!after.containsKey(QUOTA_BYTES)
                && !after.containsKey(QUOTA_COUNT)
                && !before.containsKey(QUOTA_BYTES)
                && !before.containsKey(QUOTA_COUNT)) return after;
        var told = new HashMap<>(after);
        tell(told, QUOTA_BYTES, Quota.BYTES_PROPERTY);
        tell(told, QUOTA_COUNT, Quota.OBJECTS_PROPERTY);
        return told;
    }

    private static void tell(Map<String, String> properties, String metadata, String property) {
        var value = properties.get(metadata);
        if (value == null || !isNumber(value)) properties.remove(property);
        else properties.put(property, value);
    }
}
