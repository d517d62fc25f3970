/// The one gate: every request is authenticated, put into canonical form, its resources listed and
/// authorised here,
/// before any operation sees it.
@NullMarked
package torc.proxy.s3.gate;

import org.jspecify.annotations.NullMarked;
