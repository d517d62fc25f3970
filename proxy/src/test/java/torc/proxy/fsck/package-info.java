/// Tests of the fsck package.
@NullMarked
package torc.proxy.fsck;

import org.jspecify.annotations.NullMarked;
