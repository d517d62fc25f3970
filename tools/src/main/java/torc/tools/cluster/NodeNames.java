package torc.tools.cluster;

import java.util.regex.Pattern;

/// What names and addresses of nodes may look like.
final class NodeNames {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private NodeNames() {}

    /// @throws IllegalArgumentException if it is no name
    static String checkName(String name) {
        if (NAME.matcher(name).matches()) return name;
        throw new IllegalArgumentException(
                "a node's name has 1 to 63 lower-case letters, digits and inner hyphens: " + printable(name));
    }

    /// @throws IllegalArgumentException if it is neither a host name nor an IP address
    static String checkAddress(String address) {
        if (isIpAddress(address) || HOST.matcher(address).matches()) return address;
        throw new IllegalArgumentException("not a host name or IP address: " + printable(address));
    }

    /// @throws IllegalArgumentException if it is no port that others can reach
    static int checkPort(int port) {
        if (port >= 1 && port <= 65_535) return port;
        throw new IllegalArgumentException("a node's port is 1 to 65535: " + port);
    }

    static boolean isIpAddress(String address) {
        return IPV4.matcher(address).matches()
                || (address.indexOf(':') >= 0 && IPV6.matcher(address).matches());
    }

    /// Host and port as URLs have them.
    static String authority(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?").substring(0, Math.min(80, text.length()));
    }
}
