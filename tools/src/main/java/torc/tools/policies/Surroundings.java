package torc.tools.policies;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import torc.common.id.Ids;

/// What stores of policies take from the process around them.
///
/// @param ids draws ids of blobs
/// @param nanoTime a monotonic clock
/// @param threads makes virtual threads
/// @param callLimit how long background work waits for a device
/// @param repairDelay how long a slow write may still complete by itself
public record Surroundings(
        Ids ids, LongSupplier nanoTime, ThreadFactory threads, Duration callLimit, Duration repairDelay) {}
