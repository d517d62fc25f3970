package torc.proxy.swift.access;

import java.util.List;
import java.util.Locale;

/// The `Referer` header against the referrers of an access list.
///
/// It is a claim of the client and no proof; Swift's users share public data with it.
final class Referer {
    private Referer() {}

    /// Whether the last rule that fits the host allows it.
    static boolean isAllowed(String referer, List<String> referrers) {
        if (referrers.isEmpty()) return false;
        var host = host(referer);
        var allowed = false;
        for (var rule : referrers) {
            if (rule.startsWith("-")) {
                if (fits(rule.substring(1), host)) allowed = false;
            } else if (rule.equals("*") || fits(rule, host)) {
                allowed = true;
            }
        }
        return allowed;
    }

    private static boolean fits(String rule, String host) {
        return rule.equals(host) || (rule.startsWith(".") && host.endsWith(rule));
    }

    /// The host of a URL in lower case, without user and port; `unknown` if there is none, which no rule but `*` fits.
    static String host(String url) {
        int slashes = url.indexOf("//");
        // A backslash is a slash to browsers and not to others: what two readers read differently is not read at all.
        if (slashes < 0 || url.indexOf('\\') >= 0) return "unknown";
        int end = slashes + 2;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) end++;
        var authority = url.substring(slashes + 2, end);
        var hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        int close = hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') : -1;
        int colon = hostAndPort.indexOf(':');
        String host;
        if (close > 0) host = hostAndPort.substring(1, close);
        else host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        return host.isEmpty() ? "unknown" : host.toLowerCase(Locale.ROOT);
    }
}
