/// Tests of the simulator: it repeats itself and finds what was planted.
@NullMarked
package torc.tools.simulate;

import org.jspecify.annotations.NullMarked;
