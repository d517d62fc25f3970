/// What was read up to a second ago, for questions that every request asks and whose answers seldom change.
/// Begin at [torc.proxy.recent.RecentProperties].
@NullMarked
package torc.proxy.recent;

import org.jspecify.annotations.NullMarked;
