/// Who there is and who is calling: domains, projects, users, roles, keys and tokens as rows of
/// one shard.
///
/// [torc.control.identity.IdentityService] answers [torc.common.identity.Identity] for the object
/// APIs; the
/// HTTP face
/// is
/// `torc.control.keystone`. Begin at `IdentityService`. Everything blocks; call from virtual
/// threads.
/// Formats of rows and tokens: docs/formats.md, "Identity".
@NullMarked
package torc.control.identity;

import org.jspecify.annotations.NullMarked;
