/// Accounts, containers, objects and uploads with exact semantics: the one service that the dialects speak for.
///
/// Begin at [torc.proxy.objects.ObjectService]. Nothing here knows HTTP, Swift or S3, and nothing here asks who is
/// calling: the dialects' gates have done so. Everything blocks; call from virtual threads.
@NullMarked
package torc.proxy.objects;

import org.jspecify.annotations.NullMarked;
