package torc.proxy.s3.copy;

import java.util.Base64;
import java.util.Optional;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.ChecksumType;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// A copy that asks for a checksum which its source does not have: the source is read through once.
final class SourceChecksums {
    private final Objects objects;

    SourceChecksums(Objects objects) {
        this.objects = objects;
    }

    /// A checksum, and the entity tag of the object whose it is.
    record Sum(String etag, ObjectChecksum checksum) {}

    static ChecksumAlgorithm algorithm(String label) {
        return ChecksumAlgorithm.ofLabel(label)
                .orElseThrow(() ->
                        new S3Failure(S3ErrorCode.INVALID_REQUEST, "Checksum algorithm provided is unsupported."));
    }

    /// Empty if there is no such object, or it has this checksum already.
    Optional<Sum> missingSum(ObjectName source, ChecksumAlgorithm algorithm) {
        var found = objects.open(source);
        if (found.isEmpty()) return Optional.empty();
        try (var open = found.get()) {
            var known = ObjectChecksum.of(open.object().attributes().system());
            var has = known.isPresent()
                    && known.get().algorithm() == algorithm
                    && known.get().type() == ChecksumType.FULL_OBJECT;
            return has ? Optional.empty() : Optional.of(new Sum(open.object().etag(), sum(open, algorithm)));
        }
    }

    private static ObjectChecksum sum(OpenObject open, ChecksumAlgorithm algorithm) {
        var running = algorithm.start();
        try (var bytes = open.read(0, open.object().bytes())) {
            for (var chunk = bytes.next(); chunk != null; chunk = bytes.next()) {
                running.update(chunk.bytes());
                chunk.release();
            }
        }
        return new ObjectChecksum(
                algorithm, Base64.getEncoder().encodeToString(running.value()), ChecksumType.FULL_OBJECT);
    }
}
