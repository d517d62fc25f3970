package torc.objectserver.segment;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import torc.common.id.Id128;
import torc.objectserver.index.IndexEntry;

/// Reads every byte of every sound copy again, because damage that nobody looks for is found when it is too late. One
/// thread at a time; its progress may be asked by any.
final class Auditor {
    private static final int PAGE = 256;

    private final Engine engine;
    private volatile AuditProgress progress = AuditProgress.none();

    Auditor(Engine engine) {
        this.engine = engine;
    }

    AuditProgress progress() {
        return progress;
    }

    /// One pass over the whole device, unless stopped before.
    void pass(Pacer pacer, BooleanSupplier stopped) {
        var verifier = new RecordVerifier(engine.buffers, pacer);
        progress = progress.begun(engine.index.bytes());
        var after = Optional.<Id128>empty();
        while (!stopped.getAsBoolean()) {
            var page = engine.index.entries(after, PAGE, IndexEntry::isSound);
            if (page.isEmpty()) {
                progress = progress.ended();
                return;
            }
            for (var row : page.entrySet()) {
                if (stopped.getAsBoolean()) return;
                var isDamaged = isDamaged(verifier, row.getKey(), row.getValue());
                progress = progress.read(row.getValue().dataBytes(), isDamaged);
                after = Optional.of(row.getKey());
            }
        }
    }

    private boolean isDamaged(RecordVerifier verifier, Id128 id, IndexEntry entry) {
        var segment = engine.segments.get(entry.segment());
        // Compacted away, and checked on the way; unless its segment is lost, which shows at the next read.
        if (segment == null || !segment.enter()) return false;
        try {
            var fault = verifier.fault(segment, id, entry);
            if (fault == null) return false;
            engine.quarantine(id, entry, fault);
            return true;
        } catch (IOException e) {
            engine.health.failedOnce(e);
            engine.quarantine(id, entry, "it cannot be read: " + e.getMessage());
            return true;
        } finally {
            segment.leave();
        }
    }
}
