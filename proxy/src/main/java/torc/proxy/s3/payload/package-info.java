/// The body of a request, checked on its way: payload hash, chunk signatures, checksums and length.
///
/// The one rule: whoever pulls a [torc.proxy.s3.payload.VerifiedBody] to its end without an exception has
/// had exactly
/// the bytes that were signed and summed; else it throws and nothing is stored.
@NullMarked
package torc.proxy.s3.payload;

import org.jspecify.annotations.NullMarked;
