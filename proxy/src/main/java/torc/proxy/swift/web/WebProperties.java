package torc.proxy.swift.web;

import java.util.Map;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;

/// What a container's metadata `X-Container-Meta-Web-…` says of it as a site.
///
/// @param index name of the object that stands for a directory
/// @param error end of the names of the objects that are shown instead of errors; their begin is the status
/// @param listings whether directories without an index are listed
/// @param isSet whether listings were spoken of at all
/// @param label stands for account and container in titles
/// @param css style of listings
/// @param directoryType media type of objects that only mark a directory
record WebProperties(
        String index, String error, boolean listings, boolean isSet, String label, String css, String directoryType) {
    static WebProperties of(Map<String, String> properties) {
        var listings = value(properties, "listings");
        var directoryType = value(properties, "directory-type");
        return new WebProperties(
                value(properties, "index"),
                value(properties, "error"),
                Flags.isTrue(listings),
                !listings.isEmpty(),
                value(properties, "listings-label"),
                value(properties, "listings-css"),
                directoryType.isEmpty() ? "application/directory" : directoryType);
    }

    private static String value(Map<String, String> properties, String name) {
        return Octets.lenientUtf8(properties.getOrDefault(Kind.CONTAINER.prefix() + "web-" + name, ""))
                .trim();
    }

    /// Whether the container is a site.
    boolean isSite() {
        return isSet || !index.isEmpty();
    }
}
