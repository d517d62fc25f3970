package torc.objectserver.segment;

import java.nio.file.Path;
import java.time.Duration;

/// What an operator may set for one device.
///
/// @param name the device's name in the ring; a folder keeps the name that it was made with
/// @param folder where everything of the device lies
/// @param segmentBytes the length at which a segment ends
/// @param headroomBytes room that only deletes and clean-up may use
/// @param zeroAheadBytes the most that is zero-filled ahead of small writes; 0 for none
/// @param maxWriters blobs that may be in writing at once
/// @param rememberDeletes how long a delete is remembered at least
/// @param compactionBytesPerSecond the most that compaction reads
/// @param auditBytesPerSecond the most that the auditor reads
/// @param auditPause how long the auditor rests before each pass
/// @param upkeep whether the device looks after itself in the background; tests do it by hand
public record SegmentDeviceConfig(
        String name,
        Path folder,
        long segmentBytes,
        long headroomBytes,
        long zeroAheadBytes,
        int maxWriters,
        Duration rememberDeletes,
        long compactionBytesPerSecond,
        long auditBytesPerSecond,
        Duration auditPause,
        boolean upkeep) {
    public SegmentDeviceConfig {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"))
            throw new IllegalArgumentException("a device's name is of letters, digits, '.', '_' and '-': " + name);
        if (segmentBytes < 64 << 10 || segmentBytes > 1 << 30)
            throw new IllegalArgumentException("a segment has 64 KiB to 1 GiB: " + segmentBytes);
        if (headroomBytes < 0 || zeroAheadBytes < 0 || maxWriters < 1)
            throw new IllegalArgumentException("a size is negative");
    }

    /// The defaults. Segments are of 1 GiB; the headroom is 64 MiB.
    public static SegmentDeviceConfig of(String name, Path folder) {
        return new SegmentDeviceConfig(
                name,
                folder,
                1 << 30,
                64 << 20,
                64 << 20,
                1024,
                Duration.ofDays(7),
                64 << 20,
                16 << 20,
                Duration.ofMinutes(10),
                true);
    }

    public SegmentDeviceConfig withSegmentBytes(long bytes) {
        return new SegmentDeviceConfig(
                name,
                folder,
                bytes,
                headroomBytes,
                zeroAheadBytes,
                maxWriters,
                rememberDeletes,
                compactionBytesPerSecond,
                auditBytesPerSecond,
                auditPause,
                upkeep);
    }

    public SegmentDeviceConfig withHeadroomBytes(long bytes) {
        return new SegmentDeviceConfig(
                name,
                folder,
                segmentBytes,
                bytes,
                zeroAheadBytes,
                maxWriters,
                rememberDeletes,
                compactionBytesPerSecond,
                auditBytesPerSecond,
                auditPause,
                upkeep);
    }

    public SegmentDeviceConfig withZeroAheadBytes(long bytes) {
        return new SegmentDeviceConfig(
                name,
                folder,
                segmentBytes,
                headroomBytes,
                bytes,
                maxWriters,
                rememberDeletes,
                compactionBytesPerSecond,
                auditBytesPerSecond,
                auditPause,
                upkeep);
    }

    public SegmentDeviceConfig withRememberDeletes(Duration duration) {
        return new SegmentDeviceConfig(
                name,
                folder,
                segmentBytes,
                headroomBytes,
                zeroAheadBytes,
                maxWriters,
                duration,
                compactionBytesPerSecond,
                auditBytesPerSecond,
                auditPause,
                upkeep);
    }

    public SegmentDeviceConfig withoutUpkeep() {
        return new SegmentDeviceConfig(
                name,
                folder,
                segmentBytes,
                headroomBytes,
                zeroAheadBytes,
                maxWriters,
                rememberDeletes,
                compactionBytesPerSecond,
                auditBytesPerSecond,
                auditPause,
                false);
    }
}
