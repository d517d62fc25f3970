/// Bodies on their way between clients and blobs: cut, hashed and stored on the way in, joined on the way out.
///
/// Begin at [torc.proxy.body.BodyWriter] and [torc.proxy.body.BodySource]. Nothing here reads or writes a row. All of
/// it
/// blocks and is called from virtual threads; memory is bounded whatever a body's size.
@NullMarked
package torc.proxy.body;

import org.jspecify.annotations.NullMarked;
