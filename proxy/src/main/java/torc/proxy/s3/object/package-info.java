/// Single objects: put, get, head, delete, attributes.
@NullMarked
package torc.proxy.s3.object;

import org.jspecify.annotations.NullMarked;
