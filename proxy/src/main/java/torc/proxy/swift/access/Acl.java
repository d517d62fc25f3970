package torc.proxy.swift.access;

import java.util.ArrayList;
import java.util.List;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;

/// A container's access list: `X-Container-Read` or `X-Container-Write`.
///
/// @param referrers hosts by which anybody may read, without the leading `.r:`, in order
/// @param grants `project:user` pairs, role names, and `.rlistings`
public record Acl(List<String> referrers, List<String> grants) {
    public static final Acl NONE = new Acl(List.of(), List.of());

    public Acl {
        referrers = List.copyOf(referrers);
        grants = List.copyOf(grants);
    }

    /// Reads a list that [#clean] has made.
    public static Acl parse(String text) {
        if (text.isEmpty()) return NONE;
        var referrers = new ArrayList<String>();
        var grants = new ArrayList<String>();
        for (var item : text.split(",", -1)) {
            if (item.startsWith(".r:")) referrers.add(item.substring(3));
            else grants.add(PercentCoding.decode(item).orElse(item));
        }
        return new Acl(referrers, grants);
    }

    public boolean allowsListings() {
        return grants.contains(".rlistings");
    }

    /// The list as it is kept: without needless spaces, with the short words.
    ///
    /// @param write whether it is for writing, where referrers are not allowed
    /// @throws Refused if it is no access list
    public static String clean(String text, boolean write) {
        var cleaned = new StringBuilder(text.length());
        for (var raw : text.split(",", -1)) {
            var item = raw.strip();
            if (item.isEmpty()) continue;
            if (!cleaned.isEmpty()) cleaned.append(',');
            cleaned.append(cleanItem(item, write));
        }
        return cleaned.toString();
    }

    private static String cleanItem(String item, boolean write) {
        int colon = item.indexOf(':');
        if (colon < 0 || !item.startsWith(".")) return item;
        var word = item.substring(0, colon).strip();
        return switch (word) {
            case ".r", ".ref", ".referer", ".referrer" -> {
                if (write) throw new Refused(Fault.ACL_REFERRER_IN_WRITE, quoted(item));
                yield ".r:" + cleanReferrer(item, item.substring(colon + 1).strip());
            }
            default -> throw new Refused(Fault.ACL_UNKNOWN_DESIGNATOR, quoted(word) + " in ACL: " + quoted(item));
        };
    }

    private static String cleanReferrer(String item, String given) {
        var negative = given.startsWith("-");
        var host = negative ? given.substring(1).strip() : given;
        if (host.startsWith("*") && host.length() > 1) host = host.substring(1).strip();
        if (host.isEmpty() || host.equals(".")) throw new Refused(Fault.ACL_REFERRER_EMPTY, quoted(item));
        return negative ? "-" + host : host;
    }

    private static String quoted(String item) {
        return "'" + item + "'";
    }
}
