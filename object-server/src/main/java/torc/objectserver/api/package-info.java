/// What object servers say to each other: paths, header names and records. Opens no file and no socket.
///
/// docs/formats.md, "Inner blob API", has the bytes; [torc.objectserver.api.Wire] reads and writes them.
@NullMarked
package torc.objectserver.api;

import org.jspecify.annotations.NullMarked;
