/// Tests of repair.
@NullMarked
package torc.objectserver.repair;

import org.jspecify.annotations.NullMarked;
