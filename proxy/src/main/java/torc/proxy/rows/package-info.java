/// The rows of the object service: their keys, and the bytes of their values.
///
/// The layouts are in docs/formats.md, "Rows of the object service". Begin at [torc.proxy.rows.RowKeys]. Nothing here
/// reads or writes a store, blocks, or knows the time; everything is safe for many threads.
@NullMarked
package torc.proxy.rows;

import org.jspecify.annotations.NullMarked;
