package torc.proxy.objects;

import java.util.Map;

/// A container as it stands.
///
/// @param createdMicros microseconds since 1970
/// @param modifiedMicros when it was created or a property last changed, in microseconds since 1970
/// @param properties what the dialects keep of it (metadata, ACLs), by lower-case name; values octet for octet
/// @param policy number of its storage policy, which never changes
/// @param usage its objects and bytes; its container count is 1
public record Container(
        ContainerName name,
        long createdMicros,
        long modifiedMicros,
        Map<String, String> properties,
        int policy,
        Usage usage) {
    public Container {
        properties = Map.copyOf(properties);
    }
}
