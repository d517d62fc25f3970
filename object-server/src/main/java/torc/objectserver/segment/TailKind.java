package torc.objectserver.segment;

import torc.objectserver.disk.DiskFile;

/// Which stream of records a segment takes. They are kept apart because they want unlike things of the disk and
/// because what is written together tends to die together.
enum TailKind {
    /// Short blobs and tombstones: zero-filled ahead, since they wait for a sync each.
    SMALL(1, SegmentFormat.ALIGNMENT),
    /// Blobs from 32 KiB on: written past the operating system's cache, which asks for whole blocks. A sync that
    /// carries so much gains nothing from zeros, which would cost as much again.
    LARGE(2, DiskFile.DIRECT_ALIGNMENT),
    /// What compaction has moved.
    MOVED(3, SegmentFormat.ALIGNMENT);

    private final int code;
    private final int alignment;

    TailKind(int code, int alignment) {
        this.code = code;
        this.alignment = alignment;
    }

    /// Where the next record may begin, at or behind a place.
    long aligned(long place) {
        return (place + alignment - 1) & -alignment;
    }

    int code() {
        return code;
    }

    static TailKind ofCode(int code) {
        for (var kind : values()) if (kind.code == code) return kind;
        throw new DeviceRefused("a segment is of kind " + code + ", which this release does not know");
    }
}
