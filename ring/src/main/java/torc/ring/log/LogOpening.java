package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.ring.log.MirrorLog.StoredSegment;

/// Finds out what the logs of a store's devices hold together, and opens the next epoch on them.
public final class LogOpening {
    private static final Logger log = LoggerFactory.getLogger(LogOpening.class);

    /// A mirror that lacks more records than this is made anew instead of being brought up to date.
    private static final long MAX_LAG = 64;

    private final Disk disk;
    private final LogConfig config;
    private final List<Candidate> candidates = new ArrayList<>();
    private LogMerge merge = LogMerge.of(List.of());
    private long base;
    private long end;

    private static final class Candidate {
        private final Path folder;
        private final MirrorLog log;
        /// Its copy of the state reaches up to here; -1 if it has none.
        private final long checkpoint;

        private List<SegmentScan> scans = List.of();

        Candidate(Path folder, MirrorLog log, long checkpoint) {
            this.folder = folder;
            this.log = log;
            this.checkpoint = checkpoint;
        }

        /// What is not above this it needs not have: the state, or its copy of the state, holds it.
        long needsAbove(long base) {
            return checkpoint < 0 ? base : Math.min(base, checkpoint);
        }
    }

    public LogOpening(Disk disk, LogConfig config) {
        this.disk = disk;
        this.config = config;
    }

    /// Adds a device whose log may be relied on.
    ///
    /// @throws IOException if its log is not whole: a segment is missing or has a damaged header
    public void add(Path folder, MirrorFile file) throws IOException {
        var log = MirrorLog.open(disk, folder.resolve("log"), config);
        boolean hasLast =
                log.segments().stream().anyMatch(segment -> segment.header().number() == file.lastSegment());
        if (!hasLast) throw new IOException("log segment " + file.lastSegment() + " is missing in " + folder);
        for (var segment : log.segments())
            if (!segment.header().store().equals(file.store()))
                throw new IOException("log segment " + segment.file() + " belongs to another store");
        candidates.add(new Candidate(folder, log, file.checkpoint()));
    }

    /// Reads the logs as far as records above `sequence` go.
    ///
    /// @return the folders whose logs cannot be read. They are relied on no longer: the caller sees to it that
    ///     enough are left.
    public List<Path> readAbove(long sequence) {
        base = sequence;
        var unreadable = new ArrayList<Path>();
        for (var candidate : candidates) {
            try {
                candidate.scans = scan(disk, candidate.log.segments(), candidate.needsAbove(sequence) + 1);
            } catch (IOException e) {
                log.error("Metadata log cannot be read folder={}", candidate.folder, e);
                unreadable.add(candidate.folder);
            }
        }
        candidates.removeIf(candidate -> unreadable.contains(candidate.folder));
        mergeScans();
        return unreadable;
    }

    private void mergeScans() {
        merge = LogMerge.of(candidates.stream()
                .flatMap(candidate -> candidate.scans.stream())
                .toList());
        end = merge.end(base);
    }

    /// Relies no longer on a device that is made anew.
    public void forget(Path folder) {
        if (candidates.removeIf(candidate -> candidate.folder.equals(folder))) mergeScans();
    }

    /// The scans of those segments that may hold records from `from` on.
    static List<SegmentScan> scan(Disk disk, List<StoredSegment> segments, long from) throws IOException {
        var scans = new ArrayList<SegmentScan>();
        for (int i = 0; i < segments.size(); i++) {
            // Sequences fall back where an epoch repeats records, so a segment's end is what its followers leave.
            boolean needed =
                    i + 1 == segments.size() || segments.get(i + 1).header().firstSequence() + MAX_LAG > from;
            if (!needed) continue;
            var segment = segments.get(i);
            try (var file = disk.open(segment.file())) {
                scans.add(SegmentScan.of(segment.header(), segment.file(), file));
            }
        }
        return scans;
    }

    /// The highest sequence that was written; every one from the base up to it must be replayed.
    public long end() {
        return end;
    }

    /// Gives the records from above `after` up to the end.
    ///
    /// @throws LogDamaged if one of them is on no device
    public void replay(long after, MirroredLog.RecordVisitor visitor) {
        try (var reader = new LogReader(disk, merge)) {
            for (long sequence = after + 1; sequence <= end(); sequence++) {
                var payload = reader.read(sequence);
                if (payload == null)
                    throw new LogDamaged("record " + sequence + " of the metadata log, which reaches to " + end()
                            + ", is damaged or missing on every device");
                visitor.record(sequence, payload);
            }
        }
    }

    /// The folders whose logs lack records that others have and that their copy of the state lacks, in the middle or
    /// too many at the end: to be made anew.
    public List<Path> lagging() {
        return candidates.stream()
                .filter(this::isLagging)
                .map(candidate -> candidate.folder)
                .toList();
    }

    private boolean isLagging(Candidate candidate) {
        long last = last(candidate);
        if (last + MAX_LAG < end) return true;
        for (long sequence = candidate.needsAbove(base) + 1; sequence <= Math.min(last, end); sequence++) {
            var copies = merge.copies(sequence);
            if (!copies.isEmpty()
                    && copies.stream().noneMatch(copy -> copy.segment().file().startsWith(candidate.folder)))
                return true;
        }
        return false;
    }

    private static long last(Candidate candidate) {
        return candidate.scans.isEmpty() ? -1 : candidate.scans.getLast().lastSequence();
    }

    /// Opens the next epoch: a segment on each device that repeats the newest records, so that they are durable
    /// on all, whatever became of them before.
    ///
    /// @param folders the devices that take part, with what is to be written about each
    /// @throws IOException if so many of them fail in the act that no quorum is left
    public MirroredLog begin(List<Path> folders, List<MirrorFile> files, RandomGenerator salts, ThreadFactory threads)
            throws IOException {
        long first = Math.max(repeatFrom(folders), 1);
        long epoch = 1 + files.stream().mapToLong(MirrorFile::epoch).max().orElse(0);
        long number =
                1 + files.stream().mapToLong(MirrorFile::lastSegment).max().orElse(0);
        var mirrors = new ArrayList<Mirror>();
        for (int i = 0; i < folders.size(); i++) {
            var opened = MirrorLog.open(disk, folders.get(i).resolve("log"), config);
            for (var segment : opened.segments()) {
                epoch = Math.max(epoch, segment.header().epoch() + 1);
                number = Math.max(number, segment.header().number() + 1);
            }
            mirrors.add(new Mirror(disk, folders.get(i), opened, files.get(i)));
        }
        var header = new SegmentHeader(files.getFirst().store(), number, epoch, first, end(), salts.nextLong());
        var mirrored = new MirroredLog(disk, config, salts, mirrors, header, threads);
        if (!mirrored.begin(header, 0)) {
            mirrored.close();
            throw new IOException("too few devices can be written");
        }
        try {
            repeat(mirrored, first);
            return mirrored;
        } catch (IOException | RuntimeException e) {
            mirrored.close();
            throw e;
        }
    }

    private long repeatFrom(List<Path> folders) {
        long first = end();
        for (var candidate : candidates)
            if (folders.contains(candidate.folder)) first = Math.min(first, last(candidate));
        // What the state holds already may be gone from the log, and needs no repetition.
        for (long sequence = Math.min(base, end()); sequence >= first; sequence--)
            if (merge.copies(sequence).isEmpty()) return sequence + 1;
        return first;
    }

    private void repeat(MirroredLog mirrored, long first) throws IOException {
        try (var reader = new LogReader(disk, merge)) {
            for (long sequence = first; sequence <= end(); sequence++) {
                var payload = reader.read(sequence);
                if (payload == null) throw new LogDamaged("record " + sequence + " of the metadata log is damaged");
                int bytes = payload.remaining();
                var record = ByteBuffer.allocateDirect((int) RecordFormat.storedBytes(bytes));
                record.put(RecordFormat.HEADER_BYTES, payload, 0, bytes);
                var outcome = mirrored.append(record, bytes);
                if (!(outcome instanceof AppendOutcome.Durable))
                    throw new IOException("the log cannot go on: " + outcome);
            }
        }
    }
}
