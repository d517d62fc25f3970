/// Commands about encryption at rest.
@NullMarked
package torc.tools.encryption;

import org.jspecify.annotations.NullMarked;
