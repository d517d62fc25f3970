package torc.common.http.server;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Draws request ids in the form that Swift's operators know: `tx`, 21 hexadecimal digits, `-`, the second in 10
/// digits.
///
/// 64 of the 84 bits come from a counter spread by a bijection, so that ids of one process never repeat; the rest
/// tells processes apart. They are names, not secrets.
public final class RequestIds {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final InstantSource clock;
    private final AtomicLong counter;
    private final String process;

    public RequestIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.counter = new AtomicLong(random.nextLong());
        this.process = HexFormat.of().toHexDigits(random.nextLong(), 5);
    }

    /// A new id. Safe for many threads.
    public String next() {
        var spread = counter.getAndAdd(GOLDEN_RATIO);
        var hex = HexFormat.of();
        return "tx" + process + hex.toHexDigits(spread) + "-"
                + hex.toHexDigits(clock.instant().getEpochSecond(), 10);
    }
}
