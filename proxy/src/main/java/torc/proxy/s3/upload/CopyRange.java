package torc.proxy.s3.upload;

import java.util.OptionalLong;
import torc.proxy.objects.Uploads.Range;
import torc.proxy.s3.error.S3Failure;

/// `x-amz-copy-source-range`: always `bytes=first-last`, both given.
final class CopyRange {
    private static final int MAX_DIGITS = 18;

    private CopyRange() {}

    /// @throws S3Failure InvalidArgument for any other form, or if the last byte is before the first
    static Range parse(String text) {
        var dash = text.indexOf('-');
        if (!text.startsWith("bytes=") || dash < 0) throw invalid(text);
        var first = number(text.substring(6, dash), text);
        var last = number(text.substring(dash + 1), text);
        if (last < first) throw invalid(text);
        return new Range(first, OptionalLong.of(last + 1));
    }

    private static long number(String digits, String text) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) throw invalid(text);
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') throw invalid(text);
        }
        return Long.parseLong(digits);
    }

    private static S3Failure invalid(String text) {
        return S3Failure.invalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
                        + " zero-based offsets of the first and last bytes to copy",
                "x-amz-copy-source-range",
                text);
    }
}
