/// What every object service must hold to, and requests and bodies for those who test with one.
@NullMarked
package torc.proxy.objects;

import org.jspecify.annotations.NullMarked;
