package torc.proxy.s3.request;

import java.util.List;
import java.util.Locale;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// What a request is about: the service, a bucket, or a key in a bucket.
///
/// @param bucket empty for the service
/// @param key empty for the bucket
/// @param canonicalPath the path as SigV4 signs it, made from the decoded path and never from the raw one
public record RequestTarget(String bucket, String key, String canonicalPath) {
    /// @param host the Host header, with or without a port
    /// @param domains base domains in lower case; under one of them the first labels of the host name the bucket
    /// @throws S3Failure if the path cannot be decoded, or names a bucket or key that cannot be
    public static RequestTarget parse(String rawPath, String host, List<String> domains) {
        var path = rawPath.isEmpty() ? "/" : rawPath;
        if (path.charAt(0) != '/') throw new S3Failure(S3ErrorCode.INVALID_URI);
        var hostBucket = domains.isEmpty() ? "" : bucketOfHost(host, domains);
        if (!hostBucket.isEmpty()) return hostStyle(hostBucket, path);
        var slash = path.indexOf('/', 1);
        if (slash < 0) slash = path.length();
        var bucket = PercentCoding.decode(path.substring(1, slash), false);
        var key = slash + 1 >= path.length() ? "" : PercentCoding.decode(path.substring(slash + 1), false);
        if (bucket.isEmpty() && !key.isEmpty()) throw new S3Failure(S3ErrorCode.INVALID_URI);
        var canonical = new StringBuilder(path.length() + 16).append('/');
        PercentCoding.encode(canonical, bucket, false);
        if (slash < path.length()) canonical.append('/');
        PercentCoding.encode(canonical, key, true);
        return new RequestTarget(checkedBucket(bucket), checkedKey(key), canonical.toString());
    }

    /// What stands in an error's `<Resource>`.
    public String resource() {
        return bucket.isEmpty() ? "/" : key.isEmpty() ? "/" + bucket : "/" + bucket + "/" + key;
    }

    private static RequestTarget hostStyle(String bucket, String path) {
        var key = PercentCoding.decode(path.substring(1), false);
        var canonical = new StringBuilder(path.length() + 16).append('/');
        PercentCoding.encode(canonical, key, true);
        return new RequestTarget(checkedBucket(bucket), checkedKey(key), canonical.toString());
    }

    private static String bucketOfHost(String hostAndPort, List<String> domains) {
        var colon = hostAndPort.lastIndexOf(':');
        var host = (colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort)
                .toLowerCase(Locale.ROOT);
        for (var domain : domains) {
            if (host.length() > domain.length() + 1
                    && host.endsWith(domain)
                    && host.charAt(host.length() - domain.length() - 1) == '.')
                return host.substring(0, host.length() - domain.length() - 1);
        }
        return "";
    }

    private static String checkedBucket(String bucket) {
        if (bucket.equals(".") || bucket.equals("..") || bucket.length() > 256 || bucket.indexOf('/') >= 0)
            throw new S3Failure(S3ErrorCode.INVALID_BUCKET_NAME);
        return bucket;
    }

    private static String checkedKey(String key) {
        Keys.check(key);
        return key;
    }
}
