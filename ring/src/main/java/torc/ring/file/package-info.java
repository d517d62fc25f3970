/// Rings and builders as files: Swift's `.ring.gz` in both versions, and the builder file, which is Torc's
/// own.
///
/// `docs/formats.md` ("Ring file", "Builder file") has every byte. A file that is damaged in any place is
/// refused. Begin reading at `RingFile`.
@NullMarked
package torc.ring.file;

import org.jspecify.annotations.NullMarked;
