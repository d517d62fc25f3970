package torc.proxy.s3.payload;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import torc.common.http.RequestBody;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.DeclaredChecksum;
import torc.proxy.s3.chunked.AwsChunkedSource;
import torc.proxy.s3.chunked.ChunkSignatures;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.signature.VerifiedSignature;

/// The body of a verified request, not yet read. To be opened once, in one of its forms.
public final class Payload {
    private final RequestBody body;
    private final Function<String, Optional<String>> header;
    private final VerifiedSignature signature;

    /// @param header a request's fields by lower-case name
    public Payload(RequestBody body, Function<String, Optional<String>> header, VerifiedSignature signature) {
        this.body = body;
        this.header = header;
        this.signature = signature;
    }

    /// The length of the bytes within.
    ///
    /// @throws S3Failure if it is not said, or is no length
    public long bytes() {
        return BodyLength.of(mode(), header.apply("x-amz-decoded-content-length"), body.announcedBytes());
    }

    /// Whether the request announces a checksum or MD5 of its body.
    public boolean hasIntegrity() {
        return header.apply("content-md5").isPresent()
                || DeclaredChecksum.of(header).isPresent();
    }

    /// The checksum that the request announces for its body.
    public Optional<ChecksumAlgorithm> declaredAlgorithm() {
        return DeclaredChecksum.of(header).map(DeclaredChecksum::algorithm);
    }

    /// The MD5 that the body must have, in hexadecimal; empty if the request does not say.
    ///
    /// @throws S3Failure InvalidDigest if it is none
    public String expectedMd5() {
        var base64 = header.apply("content-md5");
        if (base64.isEmpty()) return "";
        try {
            var md5 = Base64.getDecoder().decode(base64.get());
            if (md5.length == 16) return HexFormat.of().formatHex(md5);
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new S3Failure(S3ErrorCode.INVALID_DIGEST);
    }

    /// The bytes within, verified as they are read.
    ///
    /// @param otherwise the checksum to be computed if the request announces none; null for none
    public VerifiedBody open(@Nullable ChecksumAlgorithm otherwise) {
        var mode = mode();
        var declared = DeclaredChecksum.of(header).orElse(null);
        var algorithm = declared == null ? otherwise : declared.algorithm();
        var bytes = bytes();
        if (mode instanceof PayloadMode.Chunked chunked) {
            var source = unframed(chunked);
            return new VerifiedBody(source, bytes, "", algorithm, () -> expected(declared, source));
        }
        var hash = mode instanceof PayloadMode.Hashed hashed ? hashed.hex() : "";
        return new VerifiedBody(body, bytes, hash, algorithm, () -> declared == null ? "" : declared.expected());
    }

    /// A small body as a whole, verified, its MD5 too.
    ///
    /// @throws S3Failure MaxMessageLengthExceeded beyond `maxBytes`
    public byte[] readWhole(int maxBytes) {
        if (bytes() > maxBytes) throw new S3Failure(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
        return WholeBody.read(open(null), maxBytes, expectedMd5());
    }

    /// As [#readWhole], of a request whose checksum fields speak of something else than its body; a trailer's is
    /// the body's still.
    public byte[] readWholeOfOtherChecksum(int maxBytes) {
        Function<String, Optional<String>> ofBody =
                name -> name.startsWith("x-amz-checksum-") || name.equals("x-amz-sdk-checksum-algorithm")
                        ? Optional.empty()
                        : header.apply(name);
        return new Payload(body, ofBody, signature).readWhole(maxBytes);
    }

    private PayloadMode mode() {
        var mode = PayloadMode.of(header.apply("x-amz-content-sha256").orElse(""), signature.presigned());
        var isChunked = mode instanceof PayloadMode.Chunked;
        if (!isChunked) checkNotFramed();
        if (signature.presigned() && mode instanceof PayloadMode.Chunked chunked && chunked.signed())
            throw new S3Failure(S3ErrorCode.INVALID_REQUEST, "A presigned request cannot have signed chunks.");
        return mode;
    }

    /// Framing or a trailer that nobody would take off must not become an object's bytes.
    private void checkNotFramed() {
        var framed = header.apply("content-encoding")
                .map(value -> value.toLowerCase(Locale.ROOT).contains("aws-chunked"))
                .orElse(false);
        if (framed
                || header.apply("x-amz-trailer").isPresent()
                || header.apply("x-amz-decoded-content-length").isPresent())
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "A body with aws-chunked framing must say so in x-amz-content-sha256.");
    }

    private AwsChunkedSource unframed(PayloadMode.Chunked mode) {
        var trailer = header.apply("x-amz-trailer")
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .orElse("");
        if (!trailer.isEmpty() && !mode.trailer())
            throw new S3Failure(S3ErrorCode.INVALID_REQUEST, "This form of body has no trailer.");
        return new AwsChunkedSource(body, mode.signed() ? new ChunkSignatures(signature) : null, trailer);
    }

    private static String expected(@Nullable DeclaredChecksum declared, AwsChunkedSource source) {
        if (declared == null) return "";
        if (!declared.expected().isEmpty()) return declared.expected();
        return DeclaredChecksum.checked(declared.algorithm(), source.trailer());
    }
}
