@NullMarked
package torc.tools.devcluster;

import org.jspecify.annotations.NullMarked;
