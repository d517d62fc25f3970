package torc.ring.metadata;

/// A row as it was read.
///
/// @param value the stored bytes; not to be changed by the reader
/// @param revision the shard's revision at the commit that last wrote the row
public record Row(RowKey key, byte[] value, long revision) {}
