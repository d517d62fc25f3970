package torc.tools.chaos.history;

/// The name of a value: a number that no other value has, with the value's length in its low 24 bits. What a
/// client
/// reads thus tells by itself which write it came from, and a listing's length can be held against it.
public final class Mark {
    /// The mark of nothing.
    public static final long ABSENT = 0;

    private static final int LENGTH_BITS = 24;
    private static final long LENGTH_MASK = (1L << LENGTH_BITS) - 1;

    private Mark() {}

    /// @param number of the value, from 1
    /// @param bytes its length, under 16 MiB
    public static long of(long number, int bytes) {
        if (number < 1 || number >= 1L << 39 || bytes < 0 || bytes > LENGTH_MASK)
            throw new IllegalArgumentException("value " + number + " of " + bytes + " bytes");
        return number << LENGTH_BITS | bytes;
    }

    public static int bytes(long mark) {
        return (int) (mark & LENGTH_MASK);
    }

    /// As people read it.
    public static String text(long mark) {
        return mark == ABSENT ? "nothing" : "v" + (mark >> LENGTH_BITS) + "(" + bytes(mark) + " bytes)";
    }
}
