package torc.ring.metadata.embedded;

import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import torc.ring.log.Disk;

/// What an embedded store takes from the outside world.
///
/// @param random not to be guessed by clients: the log's salts come from it
/// @param nanoTime a clock that never goes back
/// @param threads makes platform threads
public record StoreSurroundings(Disk disk, RandomGenerator random, LongSupplier nanoTime, ThreadFactory threads) {}
