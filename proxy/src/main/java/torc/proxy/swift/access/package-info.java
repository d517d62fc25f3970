/// Who may do what, by the rules of Swift's keystoneauth and the container ACLs.
///
/// Pure: no storage, no clock. The gate asks [torc.proxy.swift.access.AccessRules] and nobody else does.
@NullMarked
package torc.proxy.swift.access;

import org.jspecify.annotations.NullMarked;
