/// Checks that the rows of the object service agree with each other and with the blobs, and repairs what can be
/// repaired without guessing.
///
/// Begin at [torc.proxy.fsck.ObjectCheck]. It may run beside traffic. It never deletes a blob and never removes an
/// object:
/// what it cannot repair, it reports.
@NullMarked
package torc.proxy.fsck;

import org.jspecify.annotations.NullMarked;
