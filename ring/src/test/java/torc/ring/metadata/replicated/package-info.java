@NullMarked
package torc.ring.metadata.replicated;

import org.jspecify.annotations.NullMarked;
