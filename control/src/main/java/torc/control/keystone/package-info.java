/// The Keystone v3 API and Swift's `/auth/v1.0` over [torc.control.identity]. Begin at
/// `KeystoneApi`, which
/// has the
/// route table.
@NullMarked
package torc.control.keystone;

import org.jspecify.annotations.NullMarked;
