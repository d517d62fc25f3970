package torc.objectserver.segment;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Sets blocks aside in front of a tail, so that many can write there at once: a write that lengthens its file or fills
/// a hole has the file for itself. Safe for many threads.
///
/// It does so only while there is room to spare, and what it set aside counts as used until records stand in it.
final class RoomAhead implements Ahead {
    private static final long STEP_BYTES = 32 << 20;

    private final DeviceSpace space;
    private final long segmentBytes;
    private @Nullable Segment segment;
    private long roomTo;

    RoomAhead(DeviceSpace space, long segmentBytes) {
        this.space = space;
        this.segmentBytes = segmentBytes;
    }

    @Override
    public synchronized void passing(Segment current, long from, long to) {
        var followed = segment;
        if (followed != null && current.number() < followed.number()) return;
        try {
            if (!current.equals(followed)) {
                segment = current;
                roomTo = current.file().size();
            }
            if (to <= roomTo || space.freeBytes() < STEP_BYTES) return;
            var end = Math.max(to, Math.min(roomTo + STEP_BYTES, segmentBytes));
            current.file().preallocate(roomTo, end - roomTo);
            roomTo = end;
        } catch (IOException e) {
            // A hint that was of no use: who writes there will be told what is wrong.
            DeviceLog.LOG.debug("Could not set room aside segment={} cause={}", current.number(), e.toString());
        }
    }
}
