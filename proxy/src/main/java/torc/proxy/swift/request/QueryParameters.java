package torc.proxy.swift.request;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The query of a request. Of a name given twice, the last one counts, as in Swift.
public final class QueryParameters {
    /// Those of a request without any.
    public static final QueryParameters NONE = new QueryParameters(Map.of(), Set.of());

    /// Decoded names to raw values: a value is decoded when it is asked for, so that one nobody asks for cannot hurt.
    private final Map<String, String> rawValues;

    private final Set<String> repeated;

    private QueryParameters(Map<String, String> rawValues, Set<String> repeated) {
        this.rawValues = rawValues;
        this.repeated = repeated;
    }

    public static QueryParameters parse(String rawQuery) {
        if (rawQuery.isEmpty()) return NONE;
        var values = new HashMap<String, String>();
        var repeated = new HashSet<String>();
        for (int from = 0; from <= rawQuery.length(); ) {
            int end = rawQuery.indexOf('&', from);
            if (end < 0) end = rawQuery.length();
            int equals = rawQuery.indexOf('=', from);
            var hasValue = equals >= 0 && equals < end;
            var name = rawQuery.substring(from, hasValue ? equals : end);
            var value = hasValue ? rawQuery.substring(equals + 1, end) : "";
            PercentCoding.decodeForm(name).ifPresent(decoded -> {
                if (values.put(decoded, value) != null) repeated.add(decoded);
            });
            from = end + 1;
        }
        return new QueryParameters(values, repeated);
    }

    public boolean isEmpty() {
        return rawValues.isEmpty();
    }

    public boolean contains(String name) {
        return rawValues.containsKey(name);
    }

    /// Whether a parameter was given more than once.
    public boolean isRepeated(String name) {
        return repeated.contains(name);
    }

    /// The value of a parameter, which may be an empty text; empty if it was not given.
    ///
    /// @throws Refused if it is not UTF-8
    public Optional<String> find(String name) {
        var raw = rawValues.get(name);
        if (raw == null) return Optional.empty();
        return Optional.of(
                PercentCoding.decodeForm(raw).orElseThrow(() -> new Refused(Fault.PARAMETER_NOT_UTF8, name)));
    }

    /// The value of a parameter; an empty text if it was not given.
    public String get(String name) {
        return find(name).orElse("");
    }

    /// Whether a parameter says yes, in one of Swift's words for it.
    public boolean isTrue(String name) {
        return Flags.isTrue(get(name));
    }
}
