package torc.proxy.s3.upload;

import torc.common.id.Id128;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.Counts;

/// Upload ids and part numbers as requests name them.
final class UploadIds {
    private UploadIds() {}

    /// @throws S3Failure NoSuchUpload if it is none of ours
    static Id128 of(S3Request request) {
        return parse(request.query().text("uploadId"));
    }

    static Id128 parse(String text) {
        try {
            var id = Id128.parse(text);
            if (id.toString().equals(text)) return id;
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new S3Failure(S3ErrorCode.NO_SUCH_UPLOAD);
    }

    static int partNumber(S3Request request) {
        return partNumber(request.query().text("partNumber"));
    }

    /// @throws S3Failure InvalidArgument outside of 1 to 10,000
    static int partNumber(String text) {
        var number = Counts.parse(text, "partNumber");
        if (number < 1 || number > torc.proxy.objects.Uploads.MAX_PARTS)
            throw S3Failure.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
        return number;
    }
}
