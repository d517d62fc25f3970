package torc.proxy.swift.container;

import torc.common.http.Headers;
import torc.proxy.objects.Container;
import torc.proxy.objects.Syncing;
import torc.proxy.objects.Versioning;
import torc.proxy.swift.access.Acl;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;

/// What this dialect keeps among a container's properties.
public final class ContainerProperties {
    /// Access list for reading, as [Acl#clean] makes it.
    public static final String READ = "x-container-read";

    /// Access list for writing.
    public static final String WRITE = "x-container-write";

    /// Whether older versions are kept; the property itself is [Versioning#PROPERTY].
    static final String VERSIONS_ENABLED = "x-versions-enabled";

    /// Domain of the project that owns the account, as its operators last showed it.
    static final String OWNER_DOMAIN = "swift-owner-domain";

    /// When a client last created or changed the container, in microseconds since 1970. The container's own
    /// time of modification also follows its objects, which Swift's `Last-Modified` does not.
    static final String CHANGED_MICROS = "swift-changed-micros";

    private ContainerProperties() {}

    public static Acl readers(Container container) {
        return Acl.parse(container.properties().getOrDefault(READ, ""));
    }

    public static Acl writers(Container container) {
        return Acl.parse(container.properties().getOrDefault(WRITE, ""));
    }

    public static String ownerDomain(Container container) {
        return container.properties().getOrDefault(OWNER_DOMAIN, "");
    }

    /// When a client last created or changed the container.
    public static long modifiedMicros(Container container) {
        var changed = container.properties().get(CHANGED_MICROS);
        return changed == null ? container.createdMicros() : Long.parseLong(changed);
    }

    /// Adds the properties that a client may see.
    static void show(Container container, boolean owner, Headers.Builder headers) {
        ArchiveHeaders.show(container.properties(), headers);
        switch (Versioning.of(container.properties())) {
            case NEVER -> {}
            case ENABLED -> headers.add(HeaderNames.title(VERSIONS_ENABLED), "True");
            case SUSPENDED -> headers.add(HeaderNames.title(VERSIONS_ENABLED), "False");
        }
        container.properties().forEach((property, value) -> {
            var metadata = property.startsWith(Kind.CONTAINER.prefix());
            var ownersOnly = property.equals(READ)
                    || property.equals(WRITE)
                    || property.equals(Syncing.KEY_PROPERTY)
                    || property.equals(Syncing.TO_PROPERTY)
                    || property.startsWith("x-container-meta-temp-url-key");
            if (ownersOnly ? owner : metadata) headers.add(HeaderNames.title(property), value);
        });
    }
}
