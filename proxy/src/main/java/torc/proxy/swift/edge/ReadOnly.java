package torc.proxy.swift.edge;

import java.util.Map;
import torc.common.http.Headers;
import torc.proxy.objects.Names;
import torc.proxy.recent.RecentProperties;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftPath.Level;
import torc.proxy.swift.request.SwiftRequest;

/// Lets nothing be written in a cluster, in some accounts (Swift's read_only), or in some containers. What a
/// reseller says of an account, by `X-Account-Read-Only`, goes before what the operator says of all. What an
/// owner says of a container, by `X-Container-Read-Only`, holds besides. All of it is remembered for a second.
public final class ReadOnly {
    private static final String PROPERTY = "swift-read-only";

    private final EdgeSettings settings;
    private final RecentProperties recent;

    public ReadOnly(EdgeSettings settings, RecentProperties recent) {
        this.settings = settings;
        this.recent = recent;
    }

    /// @param path what is to be changed
    /// @param deleting whether it is to be deleted
    /// @throws Refused if it may not be
    public void requireWritable(SwiftRequest request, SwiftPath path, boolean deleting) {
        if (deleting && settings.allowDeletes()) return;
        var level = path.level();
        if (level == Level.ACCOUNT && request.reseller() && !deleting) return; // Who says so may take it back.
        if (Octets.utf8Length(path.account()) > Names.MAX_ACCOUNT_BYTES) return;
        var said = recent.of(path.accountName()).get(PROPERTY);
        if (said == null ? settings.readOnly() : Flags.isTrue(said)) throw new Refused(Fault.READ_ONLY);
        if (level == Level.ACCOUNT || Octets.utf8Length(path.container()) > Names.MAX_CONTAINER_BYTES) return;
        if (level == Level.CONTAINER && request.owner() && !deleting) return; // As above.
        var ofContainer = recent.of(path.containerName(Fault.NOT_FOUND));
        if (ofContainer.isPresent() && Flags.isTrue(ofContainer.get().getOrDefault(PROPERTY, "")))
            throw new Refused(Fault.CONTAINER_READ_ONLY);
    }

    /// Adds to a change of an account or a container what the request's headers say.
    ///
    /// @throws Refused if the sender may not say so
    public static void read(SwiftRequest request, Kind kind, PropertyChange change) {
        var given = request.headers().first(header(kind));
        if (given.isEmpty()) return;
        var may = kind == Kind.ACCOUNT ? request.reseller() : request.owner();
        if (!may) throw new Refused(Fault.FORBIDDEN);
        change.set(PROPERTY, given.get().isEmpty() ? "" : Flags.isTrue(given.get()) ? "True" : "False");
    }

    /// Adds what was said of an account or a container to the headers of an answer.
    public static void show(Map<String, String> properties, Kind kind, Headers.Builder headers) {
        var value = properties.get(PROPERTY);
        if (value != null) headers.add(HeaderNames.title(header(kind)), value);
    }

    private static String header(Kind kind) {
        return kind.prefix().replace("-meta-", "-read-only");
    }
}
