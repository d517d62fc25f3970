/// What accompanies a request across threads: its id, deadline and caller, bound once at the edge.
@NullMarked
package torc.common.context;

import org.jspecify.annotations.NullMarked;
