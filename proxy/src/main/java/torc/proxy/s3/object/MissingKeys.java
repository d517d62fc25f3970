package torc.proxy.s3.object;

import java.util.Map;
import torc.proxy.objects.Containers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// Says why an object is not there: its bucket is missing, or only its key.
public final class MissingKeys {
    private final Containers containers;

    public MissingKeys(Containers containers) {
        this.containers = containers;
    }

    public S3Failure failure(S3Request request) {
        return failure(request, request.target().bucket(), request.target().key());
    }

    public S3Failure failure(S3Request request, String bucket, String key) {
        if (containers.find(request.container(bucket)).isEmpty())
            return new S3Failure(
                    S3ErrorCode.NO_SUCH_BUCKET, S3ErrorCode.NO_SUCH_BUCKET.words(), Map.of("BucketName", bucket));
        return new S3Failure(S3ErrorCode.NO_SUCH_KEY, S3ErrorCode.NO_SUCH_KEY.words(), Map.of("Key", key));
    }
}
