package torc.proxy.s3.payload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.ChecksumType;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.checksum.RunningChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.signature.Sha256;

/// A body that gives null only when its length, payload hash, chunk signatures and checksum were all found
/// right;
/// otherwise it throws an [S3Failure], and whoever was storing it stores nothing.
public final class VerifiedBody implements ByteSource {
    private final ByteSource source;
    private final long expectedBytes;
    private final @Nullable MessageDigest sha256;
    private final String expectedSha256;
    private final @Nullable ChecksumAlgorithm algorithm;
    private final @Nullable RunningChecksum checksum;
    private final Supplier<String> expectedChecksum;

    private long bytes;
    private boolean ended;
    private String computed = "";

    /// @param expectedSha256 in hexadecimal; empty if the body has no payload hash
    /// @param algorithm the checksum to be computed; null for none
    /// @param expectedChecksum what it must be, asked for once the body has ended; gives an empty string if
    /// anything
    /// will do
    VerifiedBody(
            ByteSource source,
            long expectedBytes,
            String expectedSha256,
            @Nullable ChecksumAlgorithm algorithm,
            Supplier<String> expectedChecksum) {
        this.source = source;
        this.expectedBytes = expectedBytes;
        this.sha256 = expectedSha256.isEmpty() ? null : Sha256.fresh();
        this.expectedSha256 = expectedSha256;
        this.algorithm = algorithm;
        this.checksum = algorithm == null ? null : algorithm.start();
        this.expectedChecksum = expectedChecksum;
    }

    @Override
    public @Nullable Chunk next() {
        if (ended) return null;
        var chunk = source.next();
        if (chunk == null) {
            checkEnd();
            ended = true;
            return null;
        }
        var buffer = chunk.bytes();
        bytes += buffer.remaining();
        if (bytes > expectedBytes) {
            chunk.release();
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST, "The body is longer than the length that was announced for it.");
        }
        if (sha256 != null) sha256.update(buffer.duplicate());
        if (checksum != null) checksum.update(buffer.duplicate());
        return chunk;
    }

    @Override
    public void close() {
        source.close();
    }

    public OptionalLong announcedBytes() {
        return OptionalLong.of(expectedBytes);
    }

    /// The checksum that was computed, once the body has ended; empty if none was asked for.
    ///
    /// @throws IllegalStateException if the body has not been read to its end: then nothing is verified
    public Optional<ObjectChecksum> checksum() {
        if (!ended) throw new IllegalStateException("the body has not ended");
        return algorithm == null
                ? Optional.empty()
                : Optional.of(new ObjectChecksum(algorithm, computed, ChecksumType.FULL_OBJECT));
    }

    /// [#checksum()] as it is kept with the object. Reads on to the end if the reader stopped at the
    /// announced length.
    public Map<String, String> systemAtEnd() {
        var more = next();
        if (more != null) {
            more.release();
            throw new S3Failure(S3ErrorCode.INTERNAL_ERROR);
        }
        return checksum().map(ObjectChecksum::attributes).orElse(Map.of());
    }

    private void checkEnd() {
        if (bytes != expectedBytes) throw new S3Failure(S3ErrorCode.INCOMPLETE_BODY);
        if (sha256 != null) checkSha256(HexFormat.of().formatHex(sha256.digest()));
        if (checksum != null && algorithm != null) checkChecksum(algorithm, checksum.value());
    }

    private void checkSha256(String actual) {
        if (!same(actual, expectedSha256))
            throw new S3Failure(
                    S3ErrorCode.CONTENT_SHA256_MISMATCH,
                    S3ErrorCode.CONTENT_SHA256_MISMATCH.words(),
                    Map.of("ClientComputedContentSHA256", expectedSha256, "S3ComputedContentSHA256", actual));
    }

    private void checkChecksum(ChecksumAlgorithm computedWith, byte[] value) {
        computed = Base64.getEncoder().encodeToString(value);
        var expected = expectedChecksum.get();
        if (!expected.isEmpty() && !same(computed, expected))
            throw new S3Failure(
                    S3ErrorCode.BAD_DIGEST,
                    "The " + computedWith.label() + " you specified did not match the calculated checksum.");
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.ISO_8859_1), other.getBytes(StandardCharsets.ISO_8859_1));
    }
}
