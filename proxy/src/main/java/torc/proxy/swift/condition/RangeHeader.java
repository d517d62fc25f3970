package torc.proxy.swift.condition;

import java.util.ArrayList;
import java.util.List;

/// The `Range` header, applied to an object of a known length.
public sealed interface RangeHeader {
    /// Greatest number of ranges, of overlaps, and of ranges out of order that are served: many small ranges cost the
    /// server more than the client (RFC 9110 §17.15). The figures are Swift's.
    int MAX_RANGES = 50;

    int MAX_OVERLAPS = 2;
    int MAX_NOT_ASCENDING = 8;

    /// There is no range, or none that can be understood: the whole object is meant.
    record Whole() implements RangeHeader {}

    /// At least one range can be served, these.
    record Parts(List<ByteRange> ranges) implements RangeHeader {
        public Parts {
            ranges = List.copyOf(ranges);
        }
    }

    /// No range lies within the object, or they are too many.
    record Unsatisfiable() implements RangeHeader {}

    /// How many ranges a header value names; 0 if it is malformed.
    static int count(String header) {
        return RangeSpec.parse(header).size();
    }

    /// Reads a header value and applies it.
    static RangeHeader of(String header, long objectBytes) {
        var specs = RangeSpec.parse(header);
        if (specs.isEmpty()) return new Whole();
        var ranges = new ArrayList<ByteRange>(Math.min(specs.size(), MAX_RANGES + 1));
        var suffixes = false;
        for (var spec : specs) {
            suffixes |= spec.isSuffix();
            spec.within(objectBytes).ifPresent(ranges::add);
            if (ranges.size() > MAX_RANGES) return new Unsatisfiable();
        }
        // The last n bytes of nothing are all of nothing: answered like a plain GET, as nginx and Swift do.
        if (objectBytes == 0 && suffixes && specs.stream().anyMatch(RangeSpec::asksForBytes)) return new Whole();
        return ranges.isEmpty() || isAbusive(ranges) ? new Unsatisfiable() : new Parts(ranges);
    }

    private static boolean isAbusive(List<ByteRange> ranges) {
        int overlaps = 0;
        var ascending = true;
        for (int i = 0; i < ranges.size(); i++) {
            if (i > 0 && ranges.get(i - 1).firstByte() > ranges.get(i).firstByte()) ascending = false;
            for (int j = i + 1; j < ranges.size(); j++) {
                if (ranges.get(i).overlaps(ranges.get(j)) && ++overlaps > MAX_OVERLAPS) return true;
            }
        }
        return !ascending && ranges.size() >= MAX_NOT_ASCENDING;
    }
}
