package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.StampedLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log on all its mirrors at once.
///
/// One thread appends; a record counts when it is under an fdatasync on a write quorum of the mirrors. A mirror that
/// fails once is out until the store is opened again and the mirror made anew: what a failed fdatasync left behind
/// nobody knows (fsyncgate). The others remember durably that it failed before the append is answered.
public final class MirroredLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MirroredLog.class);

    private final Disk disk;
    private final LogConfig config;
    private final RandomGenerator salts;
    private final int quorum;
    private final CopyOnWriteArrayList<Mirror> alive;
    private final ExecutorService writers;
    private final ExecutorService background;
    /// Held for reading while segments are read, so that none is dropped under the reader.
    private final StampedLock files = new StampedLock();

    private SegmentHeader segment;
    private long nextSequence;
    private volatile boolean marked = true;
    private volatile long durable;
    private volatile boolean broken;

    /// Takes part in an epoch that [LogOpening#begin] opened on all of `mirrors`.
    MirroredLog(
            Disk disk,
            LogConfig config,
            RandomGenerator salts,
            List<Mirror> mirrors,
            SegmentHeader segment,
            java.util.concurrent.ThreadFactory threads) {
        this.disk = disk;
        this.config = config;
        this.salts = salts;
        this.quorum = mirrors.getFirst().file().quorum();
        this.alive = new CopyOnWriteArrayList<>(mirrors);
        this.segment = segment;
        this.nextSequence = segment.firstSequence();
        this.durable = nextSequence - 1;
        this.writers = Executors.newFixedThreadPool(mirrors.size(), threads);
        this.background = Executors.newSingleThreadExecutor(threads);
    }

    /// Bytes to leave free before a payload.
    public static int headerBytes() {
        return RecordFormat.HEADER_BYTES;
    }

    /// Bytes that a record takes in the log.
    public static long storedBytes(int payloadBytes) {
        return RecordFormat.storedBytes(payloadBytes);
    }

    /// The sequence that the next append will have.
    public long nextSequence() {
        return nextSequence;
    }

    /// The last sequence that is durable.
    public long durable() {
        return durable;
    }

    /// Whether appends are still possible.
    public boolean isBroken() {
        return broken;
    }

    /// The places of the devices that take part still.
    public List<Integer> aliveMirrors() {
        return alive.stream().map(Mirror::index).toList();
    }

    /// Appends a record and makes it durable.
    ///
    /// @param record [#headerBytes] of room, the payload, and zeros up to a multiple of the block size
    public AppendOutcome append(ByteBuffer record, int payloadBytes) {
        if (broken) return new AppendOutcome.Broken("too few devices of the metadata log are left");
        long bytes = RecordFormat.storedBytes(payloadBytes);
        if (!fits(bytes)) {
            if (!hasRoom(bytes)) return new AppendOutcome.Full();
            if (!roll(bytes)) return new AppendOutcome.Broken("the metadata log cannot begin a segment");
        }
        if (!write(record, payloadBytes, true)) return new AppendOutcome.Broken("the metadata log cannot be written");
        marked = false;
        durable = nextSequence - 1;
        return new AppendOutcome.Durable(durable);
    }

    /// Writes an empty record behind the last one, if that has none yet. It tells that the last record was
    /// durable, so that damage to it is not taken for a write that a crash tore. Nobody waits for it to be
    /// durable itself.
    public void mark() {
        if (marked || broken || !fits(RecordFormat.BLOCK_BYTES)) return;
        write(ByteBuffer.allocateDirect(RecordFormat.BLOCK_BYTES), 0, false);
        marked = true;
    }

    /// Whether the last record has a mark behind it.
    public boolean isMarked() {
        return marked;
    }

    private boolean write(ByteBuffer record, int payloadBytes, boolean sync) {
        RecordFormat.seal(record, payloadBytes, nextSequence++, segment.salt(), durable);
        record.position(0).limit((int) RecordFormat.storedBytes(payloadBytes));
        return onAll(mirror -> mirror.log().append(record.duplicate(), sync));
    }

    private boolean fits(long bytes) {
        for (var mirror : alive) if (!mirror.log().fits(bytes)) return false;
        return true;
    }

    private boolean hasRoom(long recordBytes) {
        long needed = Math.max(recordBytes + RecordFormat.BLOCK_BYTES, config.firstSegmentBytes()) + (1 << 20);
        for (var mirror : alive) {
            try {
                if (!mirror.log().hasSpare() && disk.usableBytes(mirror.folder()) < needed) return false;
            } catch (IOException e) {
                log.warn("Free space unknown folder={}", mirror.folder(), e);
            }
        }
        return true;
    }

    private boolean roll(long recordBytes) {
        segment = segment.next(nextSequence, salts.nextLong());
        boolean done = begin(segment, recordBytes);
        prepareSpares();
        return done;
    }

    boolean begin(SegmentHeader header, long recordBytes) {
        return onAll(mirror -> {
            mirror.log().begin(header, recordBytes);
            mirror.update(file -> file.withEpoch(header.epoch(), header.number(), file.failed()));
        });
    }

    /// Has a segment made on each device for the next roll, in the background.
    public void prepareSpares() {
        for (var mirror : alive) {
            background.execute(() -> {
                try {
                    mirror.log().prepareSpare();
                } catch (IOException e) {
                    log.warn("No spare log segment made folder={}", mirror.folder(), e);
                }
            });
        }
    }

    @FunctionalInterface
    private interface Act {
        void on(Mirror mirror) throws IOException;
    }

    /// Acts on all mirrors in parallel; false if fewer than the quorum are left then.
    private boolean onAll(Act act) {
        var failed = attempt(act);
        while (!failed.isEmpty()) {
            alive.removeAll(failed);
            if (alive.size() < quorum) break;
            long mask =
                    failed.stream().mapToLong(mirror -> 1L << mirror.index()).reduce(0, (a, b) -> a | b);
            failed = attempt(mirror ->
                    mirror.update(file -> file.withEpoch(file.epoch(), file.lastSegment(), file.failed() | mask)));
        }
        if (alive.size() < quorum) broken = true;
        return !broken;
    }

    private List<Mirror> attempt(Act act) {
        var mirrors = List.copyOf(alive);
        if (mirrors.size() == 1) return succeeds(act, mirrors.getFirst()) ? List.of() : mirrors;
        var acts = new ArrayList<Future<Boolean>>(mirrors.size());
        for (var mirror : mirrors) acts.add(writers.submit(() -> succeeds(act, mirror)));
        var failed = new ArrayList<Mirror>();
        for (int i = 0; i < acts.size(); i++) if (!outcome(acts.get(i), mirrors.get(i))) failed.add(mirrors.get(i));
        return failed;
    }

    private static boolean succeeds(Act act, Mirror mirror) {
        try {
            act.on(mirror);
            return true;
        } catch (IOException e) {
            log.error("Metadata device failed, it is out until the next start folder={}", mirror.folder(), e);
            return false;
        }
    }

    /// What a mirror that hangs writes in the end is of no matter: it is out, and made anew at the next start.
    private boolean outcome(Future<Boolean> future, Mirror mirror) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(config.hangLimit().toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    log.error("Metadata device hangs, it is out until the next start folder={}", mirror.folder());
                    return false;
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /// Gives the durable records from `from` to `to`, both inclusive, in order; each from a mirror that has it
    /// sound.
    ///
    /// @throws LogDamaged if one of them is on no mirror
    public void read(long from, long to, RecordVisitor visitor) {
        long stamp = files.readLock();
        try (var reader = new LogReader(disk, merge(from))) {
            for (long sequence = from; sequence <= to; sequence++) {
                var payload = reader.read(sequence);
                if (payload == null) throw new LogDamaged("record " + sequence + " of the metadata log is damaged");
                visitor.record(sequence, payload);
            }
        } finally {
            files.unlockRead(stamp);
        }
    }

    /// The oldest sequence from which on all mirrors together still have every record.
    public long oldest() {
        return alive.stream()
                .mapToLong(mirror -> mirror.log().segments().getFirst().header().firstSequence())
                .min()
                .orElse(nextSequence);
    }

    private LogMerge merge(long from) {
        var scans = new ArrayList<SegmentScan>();
        for (var mirror : alive) {
            try {
                scans.addAll(LogOpening.scan(disk, mirror.log().segments(), from));
            } catch (IOException e) {
                log.warn("Log segments of a mirror cannot be read folder={}", mirror.folder(), e);
            }
        }
        return LogMerge.of(scans);
    }

    /// Lets go of segments that no recovery needs and that are beyond what is kept for watches.
    ///
    /// @param covered every mirror's copy of the state holds all records up to this one
    public void drop(long covered) {
        long stamp = files.tryWriteLock();
        if (stamp == 0) return; // Someone reads; there will be another time.
        try {
            for (var mirror : alive) mirror.log().drop(covered, config.retainedBytes());
        } catch (IOException e) {
            log.warn("Old log segments not removed", e);
        } finally {
            files.unlockWrite(stamp);
        }
    }

    /// Remembers on a device how far its copy of the state reaches.
    public void rememberCheckpoint(int index, long sequence) throws IOException {
        for (var mirror : alive) if (mirror.index() == index) mirror.update(file -> file.withCheckpoint(sequence));
    }

    /// Called for each record that is read. The payload is valid during the call only; it is empty for a mark.
    @FunctionalInterface
    public interface RecordVisitor {
        void record(long sequence, ByteBuffer payload);
    }

    @Override
    public void close() {
        broken = true;
        alive.forEach(mirror -> mirror.log().stopPreparing());
        end(writers);
        end(background);
        for (var mirror : alive) {
            try {
                mirror.log().close();
            } catch (IOException e) {
                log.warn("Log segment not closed folder={}", mirror.folder(), e);
            }
        }
    }

    /// Lets a thread's work end, unless its disk hangs.
    private void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (!threads.awaitTermination(config.hangLimit().toMillis(), TimeUnit.MILLISECONDS))
                    log.error("A thread of the metadata log hangs in a call to the disk");
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /// The folder of each device that takes part still, with its place.
    public List<Path> aliveFolders() {
        return alive.stream().map(Mirror::folder).toList();
    }
}
