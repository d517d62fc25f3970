package torc.proxy.s3.copy;

import torc.proxy.objects.ObjectName;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.Keys;
import torc.proxy.s3.request.PercentCoding;

/// The object that a request copies from, as `x-amz-copy-source` names it: `/bucket/key` or `bucket/key`,
/// percent-encoded, with an optional `?versionId=`.
///
/// It is cut where it is still encoded and decoded once after that, so that an encoded `?` or `/` of a key
/// stays in
/// the key (THREATS S19). Its bucket is one of the caller's own account: another project's cannot be named
/// (S26).
public record CopySource(String bucket, String key, ObjectName name) {
    private static final String VERSION = "?versionId=";

    /// @throws S3Failure InvalidArgument if it names no object
    public static CopySource of(S3Request request) {
        var raw = request.header("x-amz-copy-source").orElse("");
        var version = raw.indexOf('?');
        if (version >= 0) checkVersion(raw.substring(version));
        var path = version < 0 ? raw : raw.substring(0, version);
        if (path.startsWith("/")) path = path.substring(1);
        var slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) throw invalid();
        var bucket = PercentCoding.decode(path.substring(0, slash), false);
        var key = PercentCoding.decode(path.substring(slash + 1), false);
        if (bucket.equals(".") || bucket.equals("..")) throw new S3Failure(S3ErrorCode.INVALID_BUCKET_NAME);
        Keys.check(key);
        return new CopySource(bucket, key, S3Request.object(request.container(bucket), key));
    }

    private static void checkVersion(String query) {
        if (!query.startsWith(VERSION)) throw invalid();
        var version = query.substring(VERSION.length());
        if (!version.equals("null"))
            throw S3Failure.invalidArgument("Invalid version id specified", "versionId", version);
    }

    /// What is said of a source, or a range of one, that is longer than may be copied at once.
    public static S3Failure tooLarge(long maxBytes) {
        return new S3Failure(
                S3ErrorCode.INVALID_REQUEST,
                "The specified copy source is larger than the maximum allowable size for a copy source: " + maxBytes);
    }

    private static S3Failure invalid() {
        return S3Failure.invalidArgument(
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", "");
    }
}
