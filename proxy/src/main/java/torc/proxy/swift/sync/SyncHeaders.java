package torc.proxy.swift.sync;

import java.util.Map;
import torc.proxy.objects.Syncing;
import torc.proxy.objects.Versioning;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;

/// What an owner says of a container's synchronisation.
public final class SyncHeaders {
    private SyncHeaders() {}

    /// @throws Refused if it would go where nothing may be sent
    public static void read(SwiftRequest request, PropertyChange change, SyncSettings settings) {
        var headers = request.headers();
        headers.first(Syncing.TO_PROPERTY).ifPresent(to -> {
            var destination = SyncDestination.parse(to, settings);
            change.set(Syncing.TO_PROPERTY, destination.isEmpty() ? "" : to);
        });
        if (headers.contains("x-remove-container-sync-to")) change.set(Syncing.TO_PROPERTY, "");
        headers.first(Syncing.KEY_PROPERTY).ifPresent(key -> change.set(Syncing.KEY_PROPERTY, key));
        if (headers.contains("x-remove-container-sync-key")) change.set(Syncing.KEY_PROPERTY, "");
    }

    /// @throws Refused if a container would be synchronised and keep versions as well
    public static void check(Map<String, String> before, Map<String, String> after) {
        var sends = after.containsKey(Syncing.TO_PROPERTY);
        if (sends && !before.containsKey(Syncing.TO_PROPERTY) && keepsVersions(after))
            throw new Refused(Fault.SYNC_OF_VERSIONS);
        if (sends && !keepsVersions(before) && keepsVersions(after)) throw new Refused(Fault.VERSIONS_OF_SYNC);
    }

    private static boolean keepsVersions(Map<String, String> properties) {
        return Versioning.of(properties) != Versioning.NEVER;
    }
}
