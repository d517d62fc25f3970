/// Which versions of a conversation a program speaks, so that programs of two releases can find one in common.
@NullMarked
package torc.common.version;

import org.jspecify.annotations.NullMarked;
