package torc.tools.ringbuilder;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// IP addresses and host names in the one form in which they are compared.
final class Address {
    private static final Pattern LABEL = Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Address() {}

    /// An IPv4 address, or an IPv6 address as RFC 5952 writes it.
    static String ip(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        try {
            if (IPV4.matcher(lower).matches())
                return InetAddress.ofLiteral(lower).getHostAddress();
            if (lower.contains(":")
                    && !lower.contains("%")
                    && InetAddress.ofLiteral(lower) instanceof Inet6Address address) return shortest(address);
        } catch (IllegalArgumentException malformed) {
            // Falls through to the one refusal.
        }
        throw Refusal.error("Invalid ip " + text);
    }

    /// An IP address, in brackets or not, or a host name.
    static String ipOrHost(String text) {
        if (text.startsWith("[") && text.endsWith("]")) return ip(text.substring(1, text.length() - 1));
        if (text.contains(":") || IPV4.matcher(text).matches()) return ip(text);
        var lower = text.toLowerCase(Locale.ROOT);
        var name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        for (var label : name.split("\\.", -1))
            if (!LABEL.matcher(label).matches()) throw Refusal.error("Invalid address " + text);
        if (lower.length() > 255) throw Refusal.error("Invalid address " + text);
        return lower;
    }

    private static String shortest(Inet6Address address) {
        var groups = address.getHostAddress().split(":");
        int zerosAt = -1, zeros = 1;
        for (var at = 0; at < groups.length; at++) {
            var end = at;
            while (end < groups.length && groups[end].equals("0")) end++;
            if (end - at > zeros) {
                zerosAt = at;
                zeros = end - at;
            }
        }
        if (zerosAt < 0) return String.join(":", groups);
        var before = String.join(":", Arrays.copyOf(groups, zerosAt));
        var after = String.join(":", Arrays.copyOfRange(groups, zerosAt + zeros, groups.length));
        return before + "::" + after;
    }
}
