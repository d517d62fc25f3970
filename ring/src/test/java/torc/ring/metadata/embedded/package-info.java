/// Tests of the embedded metadata store: contract, model, crashes, damage.
@NullMarked
package torc.ring.metadata.embedded;

import org.jspecify.annotations.NullMarked;
