package torc.proxy.s3.object;

import torc.common.http.Headers;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.Counts;

/// Which bytes of an object a request wants: all, a range, or a part of a multipart upload.
///
/// @param status 200 for all, 206 for some
/// @param partsCount how many parts the object has, if one was asked for by its number; else 0
record WantedBytes(int status, ByteRange range, int partsCount) {
    static WantedBytes of(S3Request request, StoredObject object) {
        var partNumber = request.query().first("partNumber");
        var field = request.header("range");
        if (partNumber.isPresent()) {
            if (field.isPresent())
                throw new S3Failure(
                        S3ErrorCode.INVALID_REQUEST, "Cannot specify both Range header and partNumber query parameter");
            return ofPart(Counts.parse(partNumber.get(), "partNumber"), object);
        }
        if (field.isPresent() && !isStale(request, object)) {
            var range = ByteRange.parse(field.get(), object.bytes());
            if (range.isPresent()) return new WantedBytes(206, range.get(), 0);
        }
        return new WantedBytes(200, new ByteRange(0, object.bytes()), 0);
    }

    Headers.Builder head(S3Request request, StoredObject object) {
        var head = ObjectHead.of(request, object, status == 200 || range.bytes() == object.bytes());
        if (status == 206 && range.bytes() > 0)
            head.add(
                    "Content-Range", "bytes " + range.firstByte() + "-" + (range.endByte() - 1) + "/" + object.bytes());
        if (partsCount > 0) head.add("x-amz-mp-parts-count", String.valueOf(partsCount));
        return head;
    }

    /// Whether an If-Range says that the range is of another object (RFC 9110 §13.1.5): neither this one's tag nor,
    /// sign for sign, its time.
    private static boolean isStale(S3Request request, StoredObject object) {
        var ifRange = request.header("if-range").map(String::strip);
        return ifRange.isPresent()
                && !Conditions.unquoted(ifRange.get()).equals(object.etag())
                && !ifRange.get().equals(Times.http(object.modifiedMicros()));
    }

    private static WantedBytes ofPart(int number, StoredObject object) {
        var parts = object.partBytes();
        if (number < 1)
            throw S3Failure.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    String.valueOf(number));
        if (number > Math.max(1, parts.length)) throw new S3Failure(S3ErrorCode.INVALID_PART_NUMBER);
        if (parts.length == 0) return new WantedBytes(206, new ByteRange(0, object.bytes()), 0);
        long first = 0;
        for (int i = 0; i < number - 1; i++) first += parts[i];
        return new WantedBytes(206, new ByteRange(first, first + parts[number - 1]), parts.length);
    }
}
