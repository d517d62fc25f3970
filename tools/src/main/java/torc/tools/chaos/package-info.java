/// Programs that hurt a running Torc and check that it keeps its promises: `torc chaos` and `torc crash-test`.
///
/// The oracle is outside the server: what clients sent, what was acknowledged, and what came back. Begin at
/// [torc.tools.chaos.ChaosRun], or at [torc.tools.chaos.CrashTestCommand]; how to use them is in docs/chaos.md.
@NullMarked
package torc.tools.chaos;

import org.jspecify.annotations.NullMarked;
