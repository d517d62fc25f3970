package torc.proxy.swift.object;

import java.util.List;
import torc.proxy.swift.condition.ByteRange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

/// The `part-number` of a request: one segment of a static large object, counted from 1.
final class PartNumber {
    private PartNumber() {}

    /// @throws Refused if it is no number, or not above 0
    static int of(String text) {
        if (!text.matches("0*[1-9][0-9]{0,5}")) throw new Refused(Fault.PART_NUMBER_INVALID);
        return Integer.parseInt(text);
    }

    /// @param edges where the parts begin, and where the last one ends
    /// @param number of a part that is there
    static ByteRange range(List<Long> edges, int number) {
        return new ByteRange(edges.get(number - 1), edges.get(number));
    }
}
