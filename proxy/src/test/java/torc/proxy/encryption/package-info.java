@NullMarked
package torc.proxy.encryption;

import org.jspecify.annotations.NullMarked;
