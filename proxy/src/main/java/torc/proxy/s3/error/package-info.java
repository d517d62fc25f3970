/// S3's errors: every code with its status and words, and the XML that says it.
///
/// Throw [torc.proxy.s3.error.S3Failure] from anywhere in the dialect; [torc.proxy.s3.error.ErrorAnswers] is the only
/// place that turns outcomes and exceptions into a status and a body.
@NullMarked
package torc.proxy.s3.error;

import org.jspecify.annotations.NullMarked;
