/// What every module uses: configuration, lifecycle, request context, errors, the HTTP kit, metrics,
/// identifiers and checksums. Each subject has a package of its own; nothing lives in this one.
@NullMarked
package torc.common;

import org.jspecify.annotations.NullMarked;
