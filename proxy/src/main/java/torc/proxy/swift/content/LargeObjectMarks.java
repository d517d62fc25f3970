package torc.proxy.swift.content;

import java.util.HashMap;
import java.util.Map;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.StoredObject;

/// How large objects are marked among the attributes that no client sees.
public final class LargeObjectMarks {
    /// Of a static large object: MD5 over its segments' tags.
    public static final String STATIC_ETAG = "swift-slo-etag";

    /// Of a static large object: length of all segments together.
    public static final String STATIC_BYTES = "swift-slo-bytes";

    /// Of a dynamic large object: `container/prefix` of its segments, as the client wrote it.
    public static final String DYNAMIC_PREFIX = "swift-dlo-prefix";

    private LargeObjectMarks() {}

    public static boolean isStatic(StoredObject object) {
        return object.attributes().system().containsKey(STATIC_ETAG);
    }

    public static boolean isDynamic(StoredObject object) {
        return object.attributes().system().containsKey(DYNAMIC_PREFIX);
    }

    public static boolean isLarge(StoredObject object) {
        return !object.attributes().system().isEmpty() && (isStatic(object) || isDynamic(object));
    }

    /// The length that listings show.
    public static long listedBytes(StoredObject object) {
        return isLarge(object) && isStatic(object) ? staticBytes(object) : object.bytes();
    }

    /// The tag over the segments of a static large object; empty for any other.
    public static String staticEtag(StoredObject object) {
        return object.attributes().system().getOrDefault(STATIC_ETAG, "");
    }

    /// Length of all segments of a static large object.
    public static long staticBytes(StoredObject object) {
        return Long.parseLong(object.attributes().system().get(STATIC_BYTES));
    }

    /// The attributes of the same bytes as an object of their own.
    public static ObjectAttributes without(ObjectAttributes attributes) {
        return with(attributes, Map.of());
    }

    /// The attributes with these marks instead of those that they have.
    public static ObjectAttributes with(ObjectAttributes attributes, Map<String, String> marks) {
        var system = new HashMap<>(attributes.system());
        system.keySet().removeIf(key -> key.startsWith("swift-slo-") || key.equals(DYNAMIC_PREFIX));
        system.putAll(marks);
        return new ObjectAttributes(
                attributes.contentType(),
                attributes.headers(),
                attributes.metadata(),
                system,
                attributes.deleteAtSeconds());
    }
}
