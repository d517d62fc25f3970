@NullMarked
package torc.common.version;

import org.jspecify.annotations.NullMarked;
