/// Container synchronisation as Swift has it (decision 0083): who may send, what is sent, and where to.
@NullMarked
package torc.proxy.swift.sync;

import org.jspecify.annotations.NullMarked;
