package torc.proxy.swift.listing;

import java.util.Locale;
import java.util.Optional;
import torc.common.http.Headers;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Refused;

/// The formats of a listing, in the order in which they are preferred where the client likes several alike.
public enum ListingFormat {
    TEXT("text/plain"),
    JSON("application/json"),
    XML("application/xml"),
    TEXT_XML("text/xml");

    private final String mediaType;

    ListingFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /// The value of `Content-Type`.
    public String contentType() {
        return mediaType + "; charset=utf-8";
    }

    /// The format that a request asks for, by `format` or else by `Accept`.
    ///
    /// @throws Refused if none of ours is acceptable, or the header cannot be read
    public static ListingFormat of(QueryParameters query, Headers headers) {
        var asked = query.get("format").toLowerCase(Locale.ROOT);
        if (!asked.isEmpty()) return ofParameter(asked);
        var accept = headers.first("accept");
        if (accept.isEmpty() || accept.get().isEmpty()) return TEXT;
        return Accept.best(accept.get()).orElseThrow(() -> new Refused(Fault.NOT_ACCEPTABLE));
    }

    /// JSON, for a listing that there is in no other format.
    ///
    /// @throws Refused if the request asks for another one
    public static ListingFormat json(QueryParameters query, Headers headers) {
        var asked = query.get("format").toLowerCase(Locale.ROOT);
        var accept = headers.first("accept").orElse("");
        var takes = asked.isEmpty() ? accept.isEmpty() || Accept.takes(accept, JSON) : asked.equals("json");
        if (!takes) throw new Refused(Fault.NOT_ACCEPTABLE);
        return JSON;
    }

    /// The format that the client likes best; empty if it accepts none, or says what cannot be read.
    public static Optional<ListingFormat> acceptable(Headers headers) {
        try {
            var accept = headers.first("accept").orElse("");
            return accept.isEmpty() ? Optional.of(TEXT) : Accept.best(accept);
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    /// The format that the client likes best of what it accepts; text if it accepts none, or says what cannot
    /// be read.
    public static ListingFormat liked(Headers headers) {
        try {
            return headers.first("accept")
                    .filter(accept -> !accept.isEmpty())
                    .flatMap(Accept::best)
                    .orElse(TEXT);
        } catch (Refused _) {
            return TEXT;
        }
    }

    private static ListingFormat ofParameter(String format) {
        return switch (format) {
            case "json" -> JSON;
            case "xml" -> XML;
            default -> TEXT;
        };
    }

    /// A writer of this format.
    ///
    /// @param account the account that is listed or holds the container
    /// @param container the container that is listed; empty if the account is
    public ListingWriter writer(String account, String container) {
        return switch (this) {
            case TEXT -> new TextListing();
            case JSON -> new JsonListing();
            case XML, TEXT_XML ->
                new XmlListing(
                        container.isEmpty() ? "account" : "container", container.isEmpty() ? account : container);
        };
    }
}
