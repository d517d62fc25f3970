/// Moments as Swift writes and reads them.
@NullMarked
package torc.proxy.swift.time;

import org.jspecify.annotations.NullMarked;
