/// Tests of the blob engine, among them a disk that loses power.
@NullMarked
package torc.objectserver.segment;

import org.jspecify.annotations.NullMarked;
