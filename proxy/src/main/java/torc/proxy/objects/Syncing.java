package torc.proxy.objects;

import java.util.Map;

/// Whether what happens in a container is told to another one, or another one's is told to it (Swift's container
/// sync).
///
/// @param sends whether changes are to be sent
/// @param receives whether changes may come, so that it must be remembered what was deleted and when
public record Syncing(boolean sends, boolean receives) {
    /// Where changes go to, as the container's owner wrote it.
    public static final String TO_PROPERTY = "x-container-sync-to";

    /// The secret that both containers share.
    public static final String KEY_PROPERTY = "x-container-sync-key";

    /// Of a container with these properties. One that keeps versions sends nothing, as in Swift.
    public static Syncing of(Map<String, String> properties) {
        var hasKey = properties.containsKey(KEY_PROPERTY);
        var sends = hasKey && properties.containsKey(TO_PROPERTY) && Versioning.of(properties) == Versioning.NEVER;
        return new Syncing(sends, hasKey);
    }
}
