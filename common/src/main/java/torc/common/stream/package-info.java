/// Bytes that flow: chunks with an owner, and sources that hand them out one by one.
///
/// Everything here blocks and is called from virtual threads; no type of a library appears.
/// Begin reading at [torc.common.stream.ByteSource].
@NullMarked
package torc.common.stream;

import org.jspecify.annotations.NullMarked;
