/// AWS Signature Version 4, in the Authorization header and in presigned URLs.
///
/// Begin at [torc.proxy.s3.signature.SignatureVerifier]. Secrets and derived keys stay in this package and
/// [torc.proxy.s3.chunked]; neither appears in a message or a text form.
@NullMarked
package torc.proxy.s3.signature;

import org.jspecify.annotations.NullMarked;
