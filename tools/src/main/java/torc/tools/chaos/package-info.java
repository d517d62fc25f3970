/// Programs that hurt a running Torc and check that it keeps its promises: `torc crash-test`.
///
/// The oracle is outside the server: what a client sent, what was acknowledged, and what came back. Begin at
/// [torc.tools.chaos.CrashTestCommand].
@NullMarked
package torc.tools.chaos;

import org.jspecify.annotations.NullMarked;
