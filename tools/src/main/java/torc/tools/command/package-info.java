/// The commands of `torc` that look at a running process, and what all commands share.
@NullMarked
package torc.tools.command;

import org.jspecify.annotations.NullMarked;
