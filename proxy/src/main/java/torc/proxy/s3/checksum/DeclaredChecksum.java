package torc.proxy.s3.checksum;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// The one checksum that a request announces for its body.
///
/// @param expected its value in Base64; empty if it comes in the trailer
public record DeclaredChecksum(ChecksumAlgorithm algorithm, String expected) {
    /// @param header a request's fields by lower-case name
    /// @throws S3Failure if there are two, or one has no valid value, or the algorithm is unknown or
    /// contradicted
    public static Optional<DeclaredChecksum> of(Function<String, Optional<String>> header) {
        @Nullable DeclaredChecksum found = null;
        for (var algorithm : ChecksumAlgorithm.ALL) {
            var value = header.apply(algorithm.header());
            if (value.isEmpty()) continue;
            if (found != null) throw several();
            found = new DeclaredChecksum(algorithm, checked(algorithm, value.get()));
        }
        var trailer = header.apply("x-amz-trailer");
        if (trailer.isPresent()) {
            if (found != null) throw several();
            found = new DeclaredChecksum(ofTrailer(trailer.get()), "");
        }
        var announced = header.apply("x-amz-sdk-checksum-algorithm");
        if (announced.isPresent()) checkAnnounced(announced.get(), found);
        return Optional.ofNullable(found);
    }

    /// A checksum's value as it came.
    ///
    /// @throws S3Failure if it is not Base64 of the right length
    public static String checked(ChecksumAlgorithm algorithm, String base64) {
        try {
            if (Base64.getDecoder().decode(base64).length == algorithm.bytes()) return base64;
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new S3Failure(S3ErrorCode.INVALID_REQUEST, "Value for " + algorithm.header() + " header is invalid.");
    }

    private static ChecksumAlgorithm ofTrailer(String trailer) {
        return ChecksumAlgorithm.ofHeader(trailer.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new S3Failure(
                        S3ErrorCode.INVALID_REQUEST,
                        "The value specified in the x-amz-trailer header is not supported"));
    }

    private static void checkAnnounced(String label, @Nullable DeclaredChecksum found) {
        var algorithm = ChecksumAlgorithm.ofLabel(label)
                .orElseThrow(() -> new S3Failure(
                        S3ErrorCode.INVALID_REQUEST, "Value for x-amz-sdk-checksum-algorithm header is invalid."));
        if (found == null)
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer"
                            + " headers were found.");
        if (found.algorithm != algorithm)
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST, "Value for x-amz-sdk-checksum-algorithm header is invalid.");
    }

    private static S3Failure several() {
        return new S3Failure(
                S3ErrorCode.INVALID_REQUEST,
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
}
