package torc.common.id;

import java.util.HexFormat;

/// A 128-bit identifier, drawn at random and never reused. Its text is 32 lower-case hexadecimal digits;
/// its order is the unsigned order of its bytes, which is also the order of its text.
public record Id128(long high, long low) implements Comparable<Id128> {
    /// Bytes that an id takes in a record.
    public static final int BYTES = 16;

    /// @throws IllegalArgumentException if `text` is not 32 hexadecimal digits
    public static Id128 parse(String text) {
        if (text.length() != 32) throw new IllegalArgumentException("an id has 32 hexadecimal digits: " + text);
        return new Id128(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    @Override
    public int compareTo(Id128 other) {
        var highs = Long.compareUnsigned(high, other.high);
        return highs != 0 ? highs : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
