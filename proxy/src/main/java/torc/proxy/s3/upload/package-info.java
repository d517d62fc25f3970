/// Multipart uploads: create, parts, complete, abort, and their listings.
@NullMarked
package torc.proxy.s3.upload;

import org.jspecify.annotations.NullMarked;
