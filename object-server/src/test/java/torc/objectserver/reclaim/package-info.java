/// Tests of the reclaimer, with rows in memory.
@NullMarked
package torc.objectserver.reclaim;

import org.jspecify.annotations.NullMarked;
