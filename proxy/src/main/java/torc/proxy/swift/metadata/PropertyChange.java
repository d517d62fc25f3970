package torc.proxy.swift.metadata;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import torc.common.http.Headers;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

/// What a PUT or POST does to the properties of an account or a container.
///
/// Metadata is kept as properties under the whole name of its header. An empty value removes; so does the header
/// `X-Remove-…`, unless the request sets the same name as well.
public final class PropertyChange implements UnaryOperator<Map<String, String>> {
    private final Kind kind;
    private final MetadataLimits limits;
    private final Map<String, String> changes;

    private PropertyChange(Kind kind, MetadataLimits limits, Map<String, String> changes) {
        this.kind = kind;
        this.limits = limits;
        this.changes = changes;
    }

    /// Reads the metadata changes of a request.
    ///
    /// @throws Refused if they break a limit by themselves
    public static PropertyChange of(Headers headers, Kind kind, MetadataLimits limits) {
        var changes = new HashMap<String, String>();
        headers.forEachAsWritten((header, _) -> {
            if (header.regionMatches(true, 0, kind.removePrefix, 0, kind.removePrefix.length()))
                changes.put(
                        kind.prefix
                                + header.substring(kind.removePrefix.length()).toLowerCase(Locale.ROOT),
                        "");
        });
        MetadataHeaders.read(headers, kind, limits).forEach((name, value) -> changes.put(kind.prefix + name, value));
        return new PropertyChange(kind, limits, changes);
    }

    /// Also sets a property, or removes it if the value is empty.
    public PropertyChange set(String property, String value) {
        changes.put(property, value);
        return this;
    }

    /// Leaves all properties alone whose names begin like this.
    public PropertyChange leave(String prefix) {
        changes.keySet().removeIf(property -> property.startsWith(prefix));
        return this;
    }

    /// The properties after the change. Called inside of the store's transaction, so that several small requests
    /// cannot get past a limit together (THREATS W07).
    ///
    /// @throws Refused if the metadata as a whole breaks a limit
    @Override
    public Map<String, String> apply(Map<String, String> before) {
        var after = new HashMap<>(before);
        changes.forEach((name, value) -> {
            if (value.isEmpty()) after.remove(name);
            else after.put(name, value);
        });
        checkWhole(after);
        return after;
    }

    private void checkWhole(Map<String, String> properties) {
        int count = 0;
        int bytes = 0;
        for (var property : properties.entrySet()) {
            if (!property.getKey().startsWith(kind.prefix)) continue;
            count++;
            bytes += property.getKey().length()
                    - kind.prefix.length()
                    + property.getValue().length();
        }
        if (count > limits.maxCount()) throw new Refused(Fault.METADATA_TOO_MANY, limits.maxCount());
        if (bytes > limits.maxOverallBytes()) throw new Refused(Fault.METADATA_TOO_LARGE, limits.maxOverallBytes());
    }
}
