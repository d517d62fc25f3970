/// Starting and stopping the parts of a process in order.
///
/// Begin reading at [torc.common.lifecycle.Lifecycle]. Used by the thread that starts the process and by the one that
/// stops it.
@NullMarked
package torc.common.lifecycle;

import org.jspecify.annotations.NullMarked;
