/// Answers to requests that do many things: one body that says how each went. Begin at [torc.proxy.swift.bulk.Report].
@NullMarked
package torc.proxy.swift.bulk;

import org.jspecify.annotations.NullMarked;
