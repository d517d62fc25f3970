/// Tests of the rows package.
@NullMarked
package torc.proxy.rows;

import org.jspecify.annotations.NullMarked;
