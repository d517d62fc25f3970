/// Tests of `torc fsck` on data directories that the real stores wrote.
@NullMarked
package torc.tools.fsck;

import org.jspecify.annotations.NullMarked;
