/// What all background work of an object server shares: a thread that makes rounds, and a bound on its rate.
@NullMarked
package torc.objectserver.daemon;

import org.jspecify.annotations.NullMarked;
