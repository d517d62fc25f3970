/// Secrets: how they are compared, and how files that hold them are written.
@NullMarked
package torc.common.secret;

import org.jspecify.annotations.NullMarked;
