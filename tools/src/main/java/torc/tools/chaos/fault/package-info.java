/// What can be done to a cluster, and how each is undone: one [torc.tools.chaos.fault.Fault] a kind, all of them
/// in
/// [torc.tools.chaos.fault.Faults]. How each is made on a plain machine: docs/chaos.md.
///
/// A fault that destroys what is stored does so only on the [torc.tools.chaos.fault.Target#breakable() breakable]
/// part, of which there is one a run: a cluster is promised to bear that, and not more.
@NullMarked
package torc.tools.chaos.fault;

import org.jspecify.annotations.NullMarked;
