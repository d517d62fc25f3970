/// Tests of a node as a whole.
@NullMarked
package torc.objectserver.node;

import org.jspecify.annotations.NullMarked;
