package torc.proxy.swift.etag;

import java.util.Map;
import java.util.Optional;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Names;
import torc.proxy.recent.RecentProperties;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.SwiftPath;

/// Puts the tags of objects in quotes (RFC 9110 §8.8.3) where their container says so, or else their account
/// (Swift's etag_quoter): Swift's own answers have them bare. What they say is remembered for a second.
public final class EtagQuoter {
    private static final String PROPERTY = "swift-quoted-etags";
    private static final String HEADER = "rfc-compliant-etags";

    private final RecentProperties recent;

    public EtagQuoter(RecentProperties recent) {
        this.recent = recent;
    }

    /// Whether the tags of what a path names are to be in quotes. Asked before anything is done, for it may
    /// fail.
    public boolean isAsked(SwiftPath path) {
        if (!isName(path)) return false;
        var name = path.containerName(Fault.NOT_FOUND);
        return recent.of(name)
                .map(found -> found.get(PROPERTY))
                .or(() -> Optional.ofNullable(recent.of(name.account()).get(PROPERTY)))
                .map(Flags::isTrue)
                .orElse(false);
    }

    /// Adds to a change of an account or a container what the request's headers say.
    public static void read(Headers headers, Kind kind, PropertyChange change) {
        var prefix = prefix(kind);
        var given = headers.first(prefix + HEADER);
        if (!headers.first(prefix.replaceFirst("x-", "x-remove-") + HEADER)
                .orElse("")
                .isEmpty()) change.set(PROPERTY, "");
        else given.ifPresent(text -> change.set(PROPERTY, text.isEmpty() ? "" : Flags.isTrue(text) ? "True" : "False"));
    }

    /// Adds what an account or a container says to the headers of an answer.
    public static void show(Map<String, String> properties, Kind kind, Headers.Builder headers) {
        var value = properties.get(PROPERTY);
        if (value != null) headers.add(HeaderNames.title(prefix(kind) + HEADER), value);
    }

    private static String prefix(Kind kind) {
        return kind.prefix().replace("-meta-", "-");
    }

    /// An answer about an object, whose tag is to be in quotes.
    public static HttpResponse quoted(HttpResponse response) {
        var etag = response.headers().first("etag").orElse("");
        if (etag.isEmpty() || etag.endsWith("\"")) return response;
        var headers =
                response.headers().toBuilder().set("Etag", '"' + etag + '"').build();
        return new HttpResponse(response.status(), headers, response.body());
    }

    private static boolean isName(SwiftPath path) {
        return Octets.utf8Length(path.account()) <= Names.MAX_ACCOUNT_BYTES
                && Octets.utf8Length(path.container()) <= Names.MAX_CONTAINER_BYTES;
    }
}
