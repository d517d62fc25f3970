package torc.objectserver.segment;

/// Room for one record, taken from the end of a segment; to be ended by [#release].
///
/// @param sequence the number of its record, greater than that of any record placed before
record Extent(Segment segment, long offset, long bytes, long sequence) {
    /// Ends it with a record of `used` bytes that the index knows, or with 0.
    void release(long used) {
        segment.release(offset, bytes, used);
    }
}
