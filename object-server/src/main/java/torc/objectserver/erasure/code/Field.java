package torc.objectserver.erasure.code;

/// The field GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (0x11D), in which 2 generates every element
/// but 0.
final class Field {
    private static final int POLYNOMIAL = 0x11d;
    private static final int[] POWERS = new int[510];
    private static final int[] LOGARITHMS = new int[256];

    static {
        var element = 1;
        for (var power = 0; power < 255; power++) {
            POWERS[power] = element;
            POWERS[power + 255] = element;
            LOGARITHMS[element] = power;
            element <<= 1;
            if (element > 255) element ^= POLYNOMIAL;
        }
    }

    private Field() {}

    static int product(int a, int b) {
        return a == 0 || b == 0 ? 0 : POWERS[LOGARITHMS[a] + LOGARITHMS[b]];
    }

    /// @throws IllegalArgumentException for 0, which has none
    static int inverse(int a) {
        if (a == 0) throw new IllegalArgumentException("0 has no inverse");
        return POWERS[255 - LOGARITHMS[a]];
    }
}
