/// Test tools of the metadata store: the contract of every engine, and a fake that keeps it in memory.
@NullMarked
package torc.ring.metadata;

import org.jspecify.annotations.NullMarked;
