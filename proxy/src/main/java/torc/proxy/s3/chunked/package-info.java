/// The `aws-chunked` framing of a body, with signed or unsigned chunks and with or without a trailer.
///
/// Begin at [torc.proxy.s3.chunked.AwsChunkedSource]. Nothing here knows where the bytes go.
@NullMarked
package torc.proxy.s3.chunked;

import org.jspecify.annotations.NullMarked;
