@NullMarked
package torc.ring.registry;

import org.jspecify.annotations.NullMarked;
