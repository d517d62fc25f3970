/// Identity: the Keystone v3 API over rows of the metadata store, and [torc.common.identity.Identity] for the object
/// APIs.
@NullMarked
package torc.control.identity;

import org.jspecify.annotations.NullMarked;
