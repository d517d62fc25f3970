package torc.ring.metadata.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import torc.ring.log.Disk;
import torc.ring.metadata.Write;

/// Whether the devices run out of space. Asks them a few times a second at most. For one thread.
public final class FreeSpace {
    /// What a transaction that frees space may put beside its deletes: a note of what is to be cleared.
    private static final int SMALL_BYTES = 16 << 10;

    private static final long PERIOD_NANOS = 200_000_000;

    private final Disk disk;
    private final Supplier<List<Path>> folders;
    private final long reservedBytes;
    private final LongSupplier nanoTime;
    private long askedAt;
    private boolean asked;
    private boolean scarce;

    /// @param reservedBytes what should stay free on each
    public FreeSpace(Disk disk, Supplier<List<Path>> folders, long reservedBytes, LongSupplier nanoTime) {
        this.disk = disk;
        this.folders = folders;
        this.reservedBytes = reservedBytes;
        this.nanoTime = nanoTime;
    }

    public boolean isScarce() {
        long now = nanoTime.getAsLong();
        if (asked && now - askedAt < PERIOD_NANOS) return scarce;
        asked = true;
        askedAt = now;
        scarce = folders.get().stream().anyMatch(this::isScarce);
        return scarce;
    }

    private boolean isScarce(Path folder) {
        try {
            return disk.usableBytes(folder) < reservedBytes;
        } catch (IOException _) {
            return false; // A device that does not even tell this fails its next append, which decides.
        }
    }

    /// Whether a transaction leaves less behind than it found: it may then use the reserve.
    public static boolean isFreedBy(List<Write> writes) {
        int deletes = 0;
        int puts = 0;
        long bytes = 0;
        for (var write : writes) {
            switch (write) {
                case Write.Delete _ -> deletes++;
                case Write.Put put -> {
                    puts++;
                    bytes += put.value().length;
                }
                case Write.Add _ -> {}
            }
        }
        return deletes > 0 && puts <= deletes && bytes <= SMALL_BYTES;
    }
}
