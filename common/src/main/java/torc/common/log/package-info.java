/// How log lines look: a constant sentence with key=value pairs and the request id, or JSON, one line each.
///
/// Everybody logs through SLF4J; this package only shapes and filters. Begin reading at [torc.common.log.Logging].
@NullMarked
package torc.common.log;

import org.jspecify.annotations.NullMarked;
