package torc.tools.up;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import torc.common.id.Ids;

/// The real world, handed down to everything through constructors.
record World(
        InstantSource clock,
        LongSupplier nanoTime,
        SecureRandom random,
        Ids ids,
        ThreadFactory platformThreads,
        ThreadFactory virtualThreads) {
    static World real() {
        var random = new SecureRandom();
        return new World(
                Clock.systemUTC(),
                System::nanoTime,
                random,
                new Ids(random),
                Thread.ofPlatform().daemon().factory(),
                Thread.ofVirtual().factory());
    }
}
