/// The S3 dialect: the API of Amazon's Simple Storage Service over [torc.proxy.objects.ObjectService].
///
/// Begin at [torc.proxy.s3.S3Dialect], then [torc.proxy.s3.S3Routes] for what there is. A request passes the
/// `gate`
/// (which uses `request` and `signature`), then one operation of `bucket`, `listing`, `object`, `copy`,
/// `bulk` or
/// `upload`; its body comes through `payload` (over `chunked` and `checksum`); `answer`, `error` and `xml`
/// make what
/// goes back. Everything runs on the request's virtual thread. What is signed, framed and kept where is in
/// docs/formats.md, "S3"; what is served, in docs/conformance/s3.md.
@NullMarked
package torc.proxy.s3;

import org.jspecify.annotations.NullMarked;
