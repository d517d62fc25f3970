package torc.ring.metadata.state;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/// RocksDB failed: its files are damaged, or its device is.
public final class StateBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean lackOfSpace;

    public StateBroken(String message) {
        super(message);
        lackOfSpace = false;
    }

    public StateBroken(RocksDBException cause) {
        super(describe(cause), cause);
        Status status = cause.getStatus();
        lackOfSpace = status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    /// Whether nothing is damaged: the device is full.
    public boolean isLackOfSpace() {
        return lackOfSpace;
    }

    private static String describe(RocksDBException cause) {
        Status status = cause.getStatus();
        return cause.getMessage() + (status == null ? "" : " (" + status.getCode() + ")");
    }
}
