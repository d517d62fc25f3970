/// The command `torc ring-builder`: what `swift-ring-builder` does, verb for verb, with the same arguments,
/// output and exit codes, so that operators' habits and scripts carry over; `--json` gives what a script
/// can read without guessing.
///
/// Begin reading at `RingBuilderCommand`. One thread. `docs/how-to/rings.md` shows a session.
@NullMarked
package torc.tools.ringbuilder;

import org.jspecify.annotations.NullMarked;
