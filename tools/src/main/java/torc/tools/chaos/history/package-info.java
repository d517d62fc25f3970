/// What clients did and saw, and whether one store that does one thing at a time could have answered so.
///
/// Nothing here knows a server: an operation is a [torc.tools.chaos.history.Step] on one key between two moments.
/// Begin at [torc.tools.chaos.history.Linearizability]; what it searches is in
/// [torc.tools.chaos.history.KeySearch].
@NullMarked
package torc.tools.chaos.history;

import org.jspecify.annotations.NullMarked;
