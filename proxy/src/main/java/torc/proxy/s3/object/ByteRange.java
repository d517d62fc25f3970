package torc.proxy.s3.object;

import java.util.Map;
import java.util.Optional;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Half-open range of an object's bytes.
///
/// @param firstByte inclusive
/// @param endByte exclusive
record ByteRange(long firstByte, long endByte) {
    private static final int MAX_DIGITS = 18;

    ByteRange {
        if (firstByte < 0 || endByte < firstByte) throw new IllegalArgumentException(firstByte + ".." + endByte);
    }

    long bytes() {
        return endByte - firstByte;
    }

    /// What a `Range` field means for an object of this size; empty if it is to be ignored (RFC 9110 §14.2).
    ///
    /// @throws S3Failure InvalidRange if no byte lies in it; InvalidArgument for several ranges, which S3
    /// does not have
    static Optional<ByteRange> parse(String field, long objectBytes) {
        if (!field.startsWith("bytes=")) return Optional.empty();
        if (field.indexOf(',') >= 0)
            throw new S3Failure(S3ErrorCode.INVALID_ARGUMENT, "Only one range of bytes can be read by a request.");
        var dash = field.indexOf('-', 6);
        if (dash < 0) return Optional.empty();
        var first = field.substring(6, dash).strip();
        var last = field.substring(dash + 1).strip();
        if ((!first.isEmpty() && !isNumber(first)) || (!last.isEmpty() && !isNumber(last))) return Optional.empty();
        if (first.isEmpty()) return last.isEmpty() ? Optional.empty() : Optional.of(suffix(number(last), objectBytes));
        var from = number(first);
        var end = last.isEmpty() ? Long.MAX_VALUE : number(last) + 1;
        if (end <= from) return Optional.empty();
        if (from >= objectBytes) throw unsatisfiable(field, objectBytes);
        return Optional.of(new ByteRange(from, Math.min(end, objectBytes)));
    }

    private static ByteRange suffix(long bytes, long objectBytes) {
        if (bytes == 0 || objectBytes == 0) throw unsatisfiable("bytes=-" + bytes, objectBytes);
        return new ByteRange(Math.max(0, objectBytes - bytes), objectBytes);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        }
        return true;
    }

    /// Greater numbers than any object is long count as the greatest.
    private static long number(String digits) {
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE - 1 : Long.parseLong(digits);
    }

    private static S3Failure unsatisfiable(String field, long objectBytes) {
        return new S3Failure(
                S3ErrorCode.INVALID_RANGE,
                S3ErrorCode.INVALID_RANGE.words(),
                Map.of("RangeRequested", field, "ActualObjectSize", String.valueOf(objectBytes)));
    }
}
