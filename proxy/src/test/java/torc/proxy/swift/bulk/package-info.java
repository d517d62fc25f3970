@NullMarked
package torc.proxy.swift.bulk;

import org.jspecify.annotations.NullMarked;
