@NullMarked
package torc.objectserver.disk;

import org.jspecify.annotations.NullMarked;
