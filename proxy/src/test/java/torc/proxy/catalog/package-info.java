/// Tests of the object service over fakes.
@NullMarked
package torc.proxy.catalog;

import org.jspecify.annotations.NullMarked;
