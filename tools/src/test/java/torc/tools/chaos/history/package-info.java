@NullMarked
package torc.tools.chaos.history;

import org.jspecify.annotations.NullMarked;
