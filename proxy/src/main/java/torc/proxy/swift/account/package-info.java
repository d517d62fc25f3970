/// Requests on accounts. Begin at [torc.proxy.swift.account.AccountRequests].
@NullMarked
package torc.proxy.swift.account;

import org.jspecify.annotations.NullMarked;
