/// S3's errors: every code with its status and words, and the exception that carries one to the edge from
/// anywhere in
/// the dialect.
@NullMarked
package torc.proxy.s3.error;

import org.jspecify.annotations.NullMarked;
