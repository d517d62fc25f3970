package torc.proxy.s3.upload;

import java.util.Map;
import java.util.Optional;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.ChecksumType;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// The checksum that an upload was begun with: each part gets it, and the object one of this type from theirs.
record UploadChecksum(ChecksumAlgorithm algorithm, ChecksumType type) {
    private static final String ALGORITHM = "s3-upload-checksum-algorithm";
    private static final String TYPE = "s3-upload-checksum-type";

    /// What CreateMultipartUpload asks for.
    ///
    /// @throws S3Failure InvalidRequest for what is unknown, or a type that the algorithm does not allow
    static Optional<UploadChecksum> asked(S3Request request) {
        var label = request.header("x-amz-checksum-algorithm");
        var type = request.header("x-amz-checksum-type").map(UploadChecksum::typeOf);
        if (label.isEmpty()) {
            if (type.isEmpty()) return Optional.empty();
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }
        var algorithm = ChecksumAlgorithm.ofLabel(label.get())
                .orElseThrow(() ->
                        new S3Failure(S3ErrorCode.INVALID_REQUEST, "Checksum algorithm provided is unsupported."));
        var chosen = type.orElse(
                algorithm == ChecksumAlgorithm.CRC64NVME ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE);
        if (!allows(algorithm, chosen))
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "The " + chosen + " checksum type cannot be used with the "
                            + algorithm.label().toLowerCase(java.util.Locale.ROOT) + " checksum algorithm.");
        return Optional.of(new UploadChecksum(algorithm, chosen));
    }

    static Optional<UploadChecksum> of(Upload upload) {
        var system = upload.attributes().system();
        var algorithm = ChecksumAlgorithm.ofLabel(system.getOrDefault(ALGORITHM, ""));
        var type = ChecksumType.ofLabel(system.getOrDefault(TYPE, ""));
        return algorithm.isPresent() && type.isPresent()
                ? Optional.of(new UploadChecksum(algorithm.get(), type.get()))
                : Optional.empty();
    }

    /// As it is kept with the upload.
    Map<String, String> attributes() {
        return Map.of(ALGORITHM, algorithm.label(), TYPE, type.name());
    }

    static ChecksumType typeOf(String label) {
        return ChecksumType.ofLabel(label)
                .orElseThrow(() ->
                        new S3Failure(S3ErrorCode.INVALID_REQUEST, "Value for x-amz-checksum-type header is invalid."));
    }

    private static boolean allows(ChecksumAlgorithm algorithm, ChecksumType type) {
        return switch (type) {
            case FULL_OBJECT -> algorithm.isCrc();
            case COMPOSITE -> algorithm != ChecksumAlgorithm.CRC64NVME;
        };
    }
}
