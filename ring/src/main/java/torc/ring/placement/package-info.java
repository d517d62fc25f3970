/// Which devices hold a partition: the ring, an immutable value, and the arithmetic that leads to it.
///
/// Pure: no I/O, no threads. Begin reading at `Ring`; building and changing a ring is the builder's subject.
@NullMarked
package torc.ring.placement;

import org.jspecify.annotations.NullMarked;
