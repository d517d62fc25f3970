package torc.objectserver.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import torc.objectserver.index.IndexDamaged;

/// What a device does by itself: makes its index durable now and then, wins back room, and reads itself through.
/// Three threads, of which two are nearly always waiting for their rate.
final class Upkeep {
    private static final long FLUSH_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long COMPACTION_CHECK_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FORGET_NANOS = TimeUnit.HOURS.toNanos(1);

    /// A restart reads again what was written since the last flush: these bound it to about a second.
    private static final long FLUSH_BYTES = 256 << 20;

    private static final long FLUSH_RECORDS = 50_000;
    private static final int FLUSH_CHECKS = 30;

    private final Engine engine;
    private final StopSignal stop = new StopSignal();
    private final List<OwnThread> threads = new ArrayList<>();

    Upkeep(Engine engine) {
        this.engine = engine;
        start("flush", this::flush);
        start("compact", this::compact);
        start("audit", this::audit);
    }

    /// @return whether all ended within the limit
    boolean ends(Duration limit) {
        stop.stop();
        var all = true;
        for (var thread : threads) all &= thread.ends(limit);
        return all;
    }

    private void start(String what, Runnable work) {
        threads.add(OwnThread.start("torc-" + what + "-" + engine.config.name(), work));
    }

    private void flush() {
        var flushedSequence = engine.segments.sequence();
        var flushedBytes = engine.segments.tailBytes();
        for (var checks = 1; stop.pause(FLUSH_CHECK_NANOS); checks++) {
            var sequence = engine.segments.sequence();
            var bytes = engine.segments.tailBytes();
            var isDue = sequence - flushedSequence > FLUSH_RECORDS
                    || bytes - flushedBytes > FLUSH_BYTES
                    || (checks >= FLUSH_CHECKS && sequence > flushedSequence);
            if (!isDue) continue;
            try {
                if (!engine.flushIndex()) continue;
            } catch (RuntimeException | Error e) {
                goOnAfter("flush", e);
            }
            flushedSequence = sequence;
            flushedBytes = bytes;
            checks = 0;
        }
    }

    private void compact() {
        var compactor = new Compactor(engine, stop.pacer(engine.config.compactionBytesPerSecond()));
        for (var forgetIn = FORGET_NANOS; stop.pause(COMPACTION_CHECK_NANOS); forgetIn -= COMPACTION_CHECK_NANOS) {
            if (engine.health.away() != null) continue;
            try {
                while (!stop.isStopped() && compactor.compactOne()) {
                    // On to the next.
                }
                if (forgetIn > 0) continue;
                compactor.forgetDeletes();
                forgetIn = FORGET_NANOS;
            } catch (IOException e) {
                engine.health.failedOnce(e);
            } catch (IndexDamaged e) {
                engine.indexFailed(e);
            } catch (RuntimeException | Error e) {
                goOnAfter("compact", e);
            }
        }
    }

    private void audit() {
        var auditor = engine.auditor;
        var pacer = stop.pacer(engine.config.auditBytesPerSecond());
        while (stop.pause(engine.config.auditPause().toNanos())) {
            try {
                auditor.pass(pacer, stop::isStopped);
            } catch (IndexDamaged e) {
                engine.indexFailed(e);
            } catch (RuntimeException | Error e) {
                goOnAfter("audit", e);
            }
        }
    }

    /// The outermost frame of each thread: a device that is no longer flushed, compacted or audited would be lost by
    /// and by, and nobody would know.
    private void goOnAfter(String what, Throwable thrown) {
        DeviceLog.LOG.error("Upkeep failed device={} step={}", engine.config.name(), what, thrown);
    }
}
