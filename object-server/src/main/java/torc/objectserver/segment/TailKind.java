package torc.objectserver.segment;

/// Which stream of records a segment takes. They are kept apart because they want unlike things of the disk and
/// because what is written together tends to die together.
enum TailKind {
    /// Records that are gathered in memory and written at once, and tombstones: zero-filled ahead, since they wait
    /// for a sync each.
    SMALL(1),
    /// Blobs that stream in: a sync that carries megabytes gains nothing from zeros, which would cost as much again.
    LARGE(2),
    /// What compaction has moved.
    MOVED(3);

    private final int code;

    TailKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static TailKind ofCode(int code) {
        for (var kind : values()) if (kind.code == code) return kind;
        throw new DeviceRefused("a segment is of kind " + code + ", which this release does not know");
    }
}
