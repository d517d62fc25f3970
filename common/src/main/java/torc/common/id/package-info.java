/// Identifiers that are never reused, and where they come from.
@NullMarked
package torc.common.id;

import org.jspecify.annotations.NullMarked;
