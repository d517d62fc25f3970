package torc.proxy.swift.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One range as it was written. `first` is -1 for a suffix (`-500`), `last` is -1 for an open end (`500-`).
record RangeSpec(long first, long last) {
    /// The ranges of a header; none if any of it is malformed, which means that the header is ignored.
    static List<RangeSpec> parse(String header) {
        var text = withoutSpaces(header);
        if (!text.regionMatches(true, 0, "bytes=", 0, 6)) return List.of();
        var specs = new ArrayList<RangeSpec>(2);
        for (int from = 6; from <= text.length(); ) {
            int end = text.indexOf(',', from);
            if (end < 0) end = text.length();
            int dash = text.indexOf('-', from);
            if (dash < 0 || dash >= end || end - from == 1) return List.of();
            long first = number(text, from, dash);
            long last = number(text, dash + 1, end);
            if (first == MALFORMED || last == MALFORMED || (first >= 0 && last >= 0 && last < first)) return List.of();
            specs.add(new RangeSpec(first, last));
            from = end + 1;
        }
        return specs;
    }

    private static final long ABSENT = -1;
    private static final long MALFORMED = -2;

    private static long number(String text, int from, int end) {
        if (from == end) return ABSENT;
        long number = 0;
        for (int i = from; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) return MALFORMED;
            // Beyond every object's length the exact figure does not matter.
            number = number > Long.MAX_VALUE / 100 ? number : number * 10 + digit;
        }
        return number;
    }

    private static String withoutSpaces(String header) {
        return header.indexOf(' ') < 0 ? header : header.replace(" ", "");
    }

    boolean isSuffix() {
        return first == ABSENT;
    }

    boolean asksForBytes() {
        return !isSuffix() || last > 0;
    }

    /// This range of an object of that length; empty if it has none of its bytes.
    Optional<ByteRange> within(long objectBytes) {
        long from = isSuffix() ? Math.max(0, objectBytes - last) : first;
        long end = isSuffix() || last == ABSENT ? objectBytes : Math.min(last + 1, objectBytes);
        return from < end ? Optional.of(new ByteRange(from, end)) : Optional.empty();
    }
}
