/// What a request asks of the object before it is served: conditions (RFC 9110 §13) and ranges (§14), as Swift reads
/// them. Parsers here are linear in the length of the header and never throw for what a client sent.
@NullMarked
package torc.proxy.swift.condition;

import org.jspecify.annotations.NullMarked;
