package torc.ring.metadata.embedded;

/// A metadata store that cannot be opened without harm, and why.
public final class MetadataOpenRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// Why a store was not opened.
    public enum Reason {
        /// Another process has it open.
        IN_USE,
        /// Another version of the program wrote it.
        OTHER_VERSION,
        /// A folder belongs to another store, or holds something else.
        FOREIGN,
        /// Too few of its devices are there: the newest acknowledged commits could be missing.
        TOO_FEW_DEVICES,
        /// Something that must be there is damaged, and no other device has it.
        DAMAGED,
        /// A folder cannot be written.
        NOT_WRITABLE
    }

    public MetadataOpenRefused(Reason reason, String message) {
        this(reason, message, null);
    }

    public MetadataOpenRefused(Reason reason, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
