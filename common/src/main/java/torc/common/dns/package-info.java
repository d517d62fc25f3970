/// Asks a DNS server for canonical names (RFC 1035), and for nothing else: one datagram, one answer, no recursion of
/// its own. Everything blocks, within a time limit, and is called from virtual threads.
///
/// Begin reading at [torc.common.dns.DnsServer].
@NullMarked
package torc.common.dns;

import org.jspecify.annotations.NullMarked;
