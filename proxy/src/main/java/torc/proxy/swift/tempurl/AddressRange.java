package torc.proxy.swift.tempurl;

import java.net.InetAddress;

/// A range of IP addresses: one, or those that share the first bits of one (RFC 4632 §3.1), whose other bits are zero.
final class AddressRange {
    private AddressRange() {}

    /// @param range such as `10.0.0.0/8` or `::1`
    /// @return false also if one of the two cannot be read
    static boolean contains(String range, String address) {
        int slash = range.indexOf('/');
        try {
            var first = InetAddress.ofLiteral(slash < 0 ? range : range.substring(0, slash))
                    .getAddress();
            var asked = InetAddress.ofLiteral(address).getAddress();
            int bits = slash < 0 ? first.length * 8 : Integer.parseInt(range.substring(slash + 1));
            return first.length == asked.length
                    && bits >= 0
                    && bits <= first.length * 8
                    && agree(first, asked, bits)
                    && isZeroFrom(first, bits);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean agree(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++) if (bit(one, bit) != bit(other, bit)) return false;
        return true;
    }

    private static boolean isZeroFrom(byte[] address, int bits) {
        for (int bit = bits; bit < address.length * 8; bit++) if (bit(address, bit) != 0) return false;
        return true;
    }

    private static int bit(byte[] address, int bit) {
        return (address[bit / 8] >> (7 - bit % 8)) & 1;
    }
}
