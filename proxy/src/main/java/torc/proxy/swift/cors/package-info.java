/// Requests of browsers from pages of other origins (the Fetch standard's CORS protocol), as each container allows
/// them.
@NullMarked
package torc.proxy.swift.cors;

import org.jspecify.annotations.NullMarked;
