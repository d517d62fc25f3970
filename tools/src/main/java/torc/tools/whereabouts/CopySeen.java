package torc.tools.whereabouts;

import java.util.List;

/// What one device has of one blob.
///
/// @param primary whether the ring wants a copy there; else it is one of those that take one in a primary's stead
/// @param state what the device says
/// @param records ids of the copy, or of the fragments, that are sound there
/// @param bytes of them together
/// @param cause why the device says nothing; empty if it does
record CopySeen(Place place, boolean primary, State state, List<String> records, long bytes, String cause) {
    /// What a device has of a blob.
    enum State {
        /// A sound copy, as far as its index knows; the auditor reads the bytes.
        SOUND,
        /// A copy that was found damaged and is not yet replaced.
        QUARANTINED,
        /// It remembers that the blob was deleted.
        DELETED,
        /// It knows nothing of the blob.
        NONE,
        /// It does not answer.
        SILENT,
        /// It was not asked, for no blob was named.
        NOT_ASKED
    }

    CopySeen {
        records = List.copyOf(records);
    }
}
