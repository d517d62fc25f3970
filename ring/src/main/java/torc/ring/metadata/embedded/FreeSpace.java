package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import torc.ring.log.Disk;

/// Whether the devices run out of space. Asks them a few times a second at most. For one thread.
final class FreeSpace {
    private static final long PERIOD_NANOS = 200_000_000;

    private final Disk disk;
    private final Supplier<List<Path>> folders;
    private final long reservedBytes;
    private final LongSupplier nanoTime;
    private long askedAt;
    private boolean asked;
    private boolean scarce;

    FreeSpace(Disk disk, Supplier<List<Path>> folders, long reservedBytes, LongSupplier nanoTime) {
        this.disk = disk;
        this.folders = folders;
        this.reservedBytes = reservedBytes;
        this.nanoTime = nanoTime;
    }

    boolean isScarce() {
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
}
