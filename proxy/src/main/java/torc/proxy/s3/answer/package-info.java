/// What answers have in common: times as S3 writes them, XML bodies, and errors.
///
/// [torc.proxy.s3.answer.ErrorAnswers] is the only place that turns outcomes and exceptions into a status
/// and a body.
@NullMarked
package torc.proxy.s3.answer;

import org.jspecify.annotations.NullMarked;
