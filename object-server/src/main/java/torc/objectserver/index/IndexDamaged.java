package torc.objectserver.index;

/// The index cannot be read or written. It can be made anew from the segments, unless the disk is only full.
public final class IndexDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IndexDamaged(String what, Throwable cause) {
        super("the index failed: " + what, cause);
    }

    /// Whether the disk had no room: then nothing is lost, what was in the index can still be read, and it takes
    /// changes again by itself a few seconds after there is room (RocksDB looks every five).
    public boolean isShortage() {
        var cause = getCause();
        // Linux's words for ENOSPC, which RocksDB repeats at every write until it has recovered.
        return cause != null && String.valueOf(cause.getMessage()).contains("No space left");
    }
}
