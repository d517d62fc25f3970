/// Fakes of the blob store for the tests of its users.
@NullMarked
package torc.objectserver.blob;

import org.jspecify.annotations.NullMarked;
