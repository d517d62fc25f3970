/// Encryption at rest: keys of bodies, and how they are wrapped under root secrets.
///
/// Begin at [torc.proxy.encryption.Encryption]. Nothing here reads or writes a row or a blob. Safe for many threads,
/// except keystreams, which are for one (docs/decisions/0082-encryption-at-rest.md).
@NullMarked
package torc.proxy.encryption;

import org.jspecify.annotations.NullMarked;
