/// A request as S3 sees it: bucket, key and parameters, decoded exactly once, and their canonical form.
///
/// What is signed is always made from what is routed
/// ([torc.proxy.s3.request.RequestTarget#canonicalPath()]), so the
/// two cannot differ. Names are literal: `..` and `//` mean nothing.
@NullMarked
package torc.proxy.s3.request;

import org.jspecify.annotations.NullMarked;
