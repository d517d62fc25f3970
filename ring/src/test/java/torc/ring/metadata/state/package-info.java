@NullMarked
package torc.ring.metadata.state;

import org.jspecify.annotations.NullMarked;
