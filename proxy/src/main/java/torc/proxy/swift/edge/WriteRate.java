package torc.proxy.swift.edge;

import java.util.Map;
import torc.common.http.Headers;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;

/// How fast an account may be changed, as its reseller says by `X-Account-Global-Write-Ratelimit`: so many changes
/// a second of all that it holds, `WHITELIST` for no delay at all, or `BLACKLIST` to serve nothing of it. In Swift
/// it is an internal client that says so, by the `Sysmeta` of the same name.
///
/// @param text as it was said
public record WriteRate(String text) {
    static final WriteRate NONE = new WriteRate("");

    private static final String HEADER = "X-Account-Global-Write-Ratelimit";
    private static final String PROPERTY = "swift-write-rate";
    private static final String UNLIMITED = "WHITELIST";
    private static final String REFUSED = "BLACKLIST";

    static WriteRate of(Map<String, String> properties) {
        var said = properties.get(PROPERTY);
        return said == null ? NONE : new WriteRate(said);
    }

    boolean isUnlimited() {
        return text.equals(UNLIMITED);
    }

    boolean isRefused() {
        return text.equals(REFUSED);
    }

    /// A second; infinite if there is no limit.
    double changes() {
        if (!isNumber(text)) return Double.POSITIVE_INFINITY;
        var rate = Double.parseDouble(text);
        return rate > 0 ? rate : Double.POSITIVE_INFINITY;
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?");
    }

    /// Adds to a change of an account what the request's headers say.
    ///
    /// @throws Refused if the sender is no reseller, or it is none of the above
    public static void read(SwiftRequest request, PropertyChange change) {
        var given = request.headers().first(HEADER);
        if (given.isEmpty()) return;
        if (!request.reseller()) throw new Refused(Fault.FORBIDDEN);
        var text = given.get();
        if (!text.isEmpty() && !text.equals(UNLIMITED) && !text.equals(REFUSED) && !isNumber(text))
            throw new Refused(Fault.BAD_REQUEST);
        change.set(PROPERTY, text);
    }

    /// Adds what was said of an account to the headers of an answer.
    public static void show(Map<String, String> properties, Headers.Builder headers) {
        var said = of(properties);
        if (!said.equals(NONE)) headers.add(HEADER, said.text());
    }
}
