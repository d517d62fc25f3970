/// Rings in use, kept in the metadata store: every process reads them there, and a change is staged, planned and
/// applied as one transaction each.
@NullMarked
package torc.ring.registry;

import org.jspecify.annotations.NullMarked;
