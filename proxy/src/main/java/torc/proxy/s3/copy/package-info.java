/// Copies of objects and of ranges into parts, and what a copy source is.
@NullMarked
package torc.proxy.s3.copy;

import org.jspecify.annotations.NullMarked;
