/// The command line, and the program that wires all roles together. Begin reading at `Main`.
@NullMarked
package torc.tools;

import org.jspecify.annotations.NullMarked;
