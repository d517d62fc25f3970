@NullMarked
package torc.proxy.rebuild;

import org.jspecify.annotations.NullMarked;
