/// Buckets: list, create, look, delete, and the honest little that clients ask of their sub-resources.
@NullMarked
package torc.proxy.s3.bucket;

import org.jspecify.annotations.NullMarked;
