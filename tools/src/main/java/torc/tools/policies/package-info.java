/// The storage policies of a process beside the first: a store, a ring and repair for each, and the commands that
/// make and show them.
///
/// Begin reading at [torc.tools.policies.PolicyStores].
@NullMarked
package torc.tools.policies;

import org.jspecify.annotations.NullMarked;
