package torc.ring.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads records of merged logs, each from the first mirror whose copy is sound. For one thread.
final class LogReader implements AutoCloseable {
    private final Disk disk;
    private final LogMerge merge;
    private final Map<Path, Opened> files = new HashMap<>();

    private record Opened(DiskFile file, SegmentInput input) {}

    LogReader(Disk disk, LogMerge merge) {
        this.disk = disk;
        this.merge = merge;
    }

    /// The payload of a record, valid until the next call; null if no sound copy is there.
    @Nullable
    ByteBuffer read(long sequence) {
        for (var copy : merge.copies(sequence)) {
            var payload = read(copy);
            if (payload != null) return payload;
        }
        return null;
    }

    private @Nullable ByteBuffer read(LogMerge.Copy copy) {
        try {
            var entry = copy.entry();
            var record =
                    input(copy.segment().file()).read(entry.offset(), RecordFormat.HEADER_BYTES + entry.payloadBytes());
            boolean sound =
                    RecordFormat.payloadBytes(record, copy.segment().header().salt()) == entry.payloadBytes()
                            && RecordFormat.sequence(record) == entry.sequence()
                            && RecordFormat.isWhole(record, entry.payloadBytes());
            return sound ? record.slice(RecordFormat.HEADER_BYTES, entry.payloadBytes()) : null;
        } catch (IOException _) {
            return null; // Another mirror may have it; if none has, the caller refuses.
        }
    }

    private SegmentInput input(Path path) throws IOException {
        var opened = files.get(path);
        if (opened == null) {
            var file = disk.open(path);
            opened = new Opened(file, new SegmentInput(file));
            files.put(path, opened);
        }
        return opened.input();
    }

    @Override
    public void close() {
        for (var opened : files.values()) {
            try {
                opened.file().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
