package torc.proxy.s3.chunked;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.signature.Sha256;
import torc.proxy.s3.signature.SignatureVerifier;
import torc.proxy.s3.signature.VerifiedSignature;

/// The chain of signatures over a body's chunks: each covers its chunk and the signature before it, the
/// first one that
/// of the request's head (Amazon S3 API Reference, "Transferring payload in multiple chunks").
public final class ChunkSignatures {
    private final VerifiedSignature head;
    private final MessageDigest digest = Sha256.fresh();
    private String previous;

    public ChunkSignatures(VerifiedSignature head) {
        this.head = head;
        this.previous = head.signature();
    }

    /// Takes bytes of the chunk under way, without moving the buffer's position.
    void update(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
    }

    /// Ends the chunk.
    ///
    /// @throws S3Failure if it was signed otherwise
    void checkChunk(String signature) {
        check(
                "AWS4-HMAC-SHA256-PAYLOAD\n" + commonLines() + Sha256.OF_NOTHING + "\n"
                        + HexFormat.of().formatHex(digest.digest()),
                signature);
    }

    /// @param trailer the trailing headers, each as `name:value` and a line feed
    void checkTrailer(String trailer, String signature) {
        check(
                "AWS4-HMAC-SHA256-TRAILER\n" + commonLines()
                        + Sha256.hex(trailer.getBytes(StandardCharsets.ISO_8859_1)),
                signature);
    }

    private String commonLines() {
        return head.time() + "\n" + head.scope() + "\n" + previous + "\n";
    }

    private void check(String stringToSign, String signature) {
        if (!SignatureVerifier.sameHex(head.signingKey().mac(stringToSign), signature))
            throw new S3Failure(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
        previous = signature;
    }
}
