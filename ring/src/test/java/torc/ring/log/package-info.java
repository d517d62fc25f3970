/// Test tools of the log.
@NullMarked
package torc.ring.log;

import org.jspecify.annotations.NullMarked;
