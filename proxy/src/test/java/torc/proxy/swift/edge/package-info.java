@NullMarked
package torc.proxy.swift.edge;

import org.jspecify.annotations.NullMarked;
