package torc.proxy.s3.gate;

import java.util.Set;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Which `x-amz-` fields this dialect understands. Any other asks for something that would silently not
/// happen, so it
/// is refused (THREATS S25), and so are values that ask for more than there is.
final class SupportedFields {
    private static final Set<String> KNOWN = Set.of(
            "x-amz-checksum-algorithm",
            "x-amz-checksum-crc32",
            "x-amz-checksum-crc32c",
            "x-amz-checksum-crc64nvme",
            "x-amz-checksum-mode",
            "x-amz-checksum-sha1",
            "x-amz-checksum-sha256",
            "x-amz-checksum-type",
            "x-amz-content-sha256",
            "x-amz-copy-source",
            "x-amz-copy-source-if-match",
            "x-amz-copy-source-if-modified-since",
            "x-amz-copy-source-if-none-match",
            "x-amz-copy-source-if-unmodified-since",
            "x-amz-copy-source-range",
            "x-amz-date",
            "x-amz-decoded-content-length",
            "x-amz-expected-bucket-owner",
            "x-amz-max-parts",
            "x-amz-metadata-directive",
            "x-amz-mp-object-size",
            "x-amz-object-attributes",
            "x-amz-optional-object-attributes",
            "x-amz-part-number-marker",
            "x-amz-request-payer",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-source-expected-bucket-owner",
            "x-amz-te",
            "x-amz-trailer",
            "x-amz-user-agent");

    private SupportedFields() {}

    /// @param name in lower case
    /// @throws S3Failure if the field, or this value of it, asks for what is not there
    static void check(String name, String value) {
        if (KNOWN.contains(name) || name.startsWith("x-amz-meta-")) return;
        switch (name) {
            case "x-amz-security-token" -> throw new S3Failure(S3ErrorCode.INVALID_TOKEN);
            case "x-amz-storage-class" -> {
                if (!value.equals("STANDARD")) throw new S3Failure(S3ErrorCode.INVALID_STORAGE_CLASS);
            }
            case "x-amz-acl" -> allow(name, value.equals("private") || value.startsWith("bucket-owner-"));
            case "x-amz-object-ownership" -> allow(name, value.equals("BucketOwnerEnforced"));
            case "x-amz-bucket-object-lock-enabled" -> allow(name, value.equalsIgnoreCase("false"));
            case "x-amz-tagging-directive" -> allow(name, value.equals("COPY"));
            case "x-amz-tagging" -> allow(name, value.isEmpty());
            default -> throw S3Failure.headerNotImplemented(name);
        }
    }

    private static void allow(String name, boolean allowed) {
        if (!allowed) throw S3Failure.headerNotImplemented(name);
    }
}
