/// The data directory: who has it, which version wrote it, how it is laid out, and the secrets in it
/// (docs/formats.md, "The data directory"). Begin reading at [torc.tools.data.DataDirectory].
@NullMarked
package torc.tools.data;

import org.jspecify.annotations.NullMarked;
