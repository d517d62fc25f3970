package torc.proxy.objects;

import java.util.Map;

/// How much a container may hold.
///
/// @param bytes of objects and of versions
/// @param objects that are current
public record Quota(long bytes, long objects) {
    public static final Quota NONE = new Quota(Long.MAX_VALUE, Long.MAX_VALUE);

    /// Names of the container's properties that say so, as decimal numbers.
    public static final String BYTES_PROPERTY = "quota-bytes";

    public static final String OBJECTS_PROPERTY = "quota-objects";

    /// What the properties of a container say.
    public static Quota of(Map<String, String> properties) {
        var bytes = properties.get(BYTES_PROPERTY);
        var objects = properties.get(OBJECTS_PROPERTY);
        if (bytes == null && objects == null) return NONE;
        return new Quota(limit(bytes), limit(objects));
    }

    static long limit(@org.jspecify.annotations.Nullable String text) {
        if (text == null) return Long.MAX_VALUE;
        return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }

    /// Whether so much would be too much.
    public boolean isExceededBy(Usage usage) {
        return usage.bytes() > bytes || usage.objects() > objects;
    }
}
