/// Many deletions in one request.
@NullMarked
package torc.proxy.s3.bulk;

import org.jspecify.annotations.NullMarked;
