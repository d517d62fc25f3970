@NullMarked
package torc.tools.chaos;

import org.jspecify.annotations.NullMarked;
