package torc.proxy.s3.upload;

import java.util.List;
import java.util.Optional;
import torc.proxy.objects.Uploads.Part;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.checksum.PartsChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// The checksum of a completed upload's object.
final class WholeChecksum {
    private WholeChecksum() {}

    /// Empty if a part lacks the checksum, as one that was copied may.
    static Optional<ObjectChecksum> of(UploadChecksum wanted, List<Part> parts) {
        var sum = new PartsChecksum(wanted.algorithm());
        for (var part : parts) {
            var checksum = ObjectChecksum.of(part.attributes().system());
            if (checksum.isEmpty() || checksum.get().algorithm() != wanted.algorithm()) return Optional.empty();
            sum.add(checksum.get().text(), part.bytes());
        }
        return Optional.of(sum.finish(wanted.type()));
    }

    /// Compares what the completion announces with what was found.
    ///
    /// @throws S3Failure InvalidRequest or BadDigest if they differ
    static void check(S3Request request, Optional<UploadChecksum> wanted, Optional<ObjectChecksum> found) {
        var type = request.header("x-amz-checksum-type").map(UploadChecksum::typeOf);
        if (type.isPresent() && wanted.isPresent() && type.get() != wanted.get().type())
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "The upload was created using the " + wanted.get().type()
                            + " checksum mode. The complete request must use the same checksum mode.");
        for (var algorithm : ChecksumAlgorithm.ALL) {
            var expected = request.header(algorithm.header());
            if (expected.isEmpty()) continue;
            if (found.isEmpty() || found.get().algorithm() != algorithm)
                throw new S3Failure(
                        S3ErrorCode.INVALID_REQUEST,
                        "The upload has no " + algorithm.label() + " checksum of all its parts to compare with.");
            if (!expected.get().equals(found.get().text()))
                throw new S3Failure(
                        S3ErrorCode.BAD_DIGEST,
                        "The " + algorithm.label() + " you specified did not match the calculated checksum.");
        }
    }
}
