@NullMarked
package torc.objectserver.index;

import org.jspecify.annotations.NullMarked;
