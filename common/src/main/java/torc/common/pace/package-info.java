/// Work that is done no faster than it may be.
@NullMarked
package torc.common.pace;

import org.jspecify.annotations.NullMarked;
