/// Listings of accounts and containers: what is asked for, in which format, and the bytes of the answer.
///
/// The writers fill one byte buffer and build no tree; a page is bounded by 10,000 entries.
@NullMarked
package torc.proxy.swift.listing;

import org.jspecify.annotations.NullMarked;
