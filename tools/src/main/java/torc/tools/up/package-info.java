/// `torc up`: all roles in one process, wired together here and nowhere else.
///
/// Begin reading at `UpCommand`, then `Cloud`. This package alone touches the real world: clocks, chance, threads.
@NullMarked
package torc.tools.up;

import org.jspecify.annotations.NullMarked;
