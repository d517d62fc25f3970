package torc.proxy.rows;

import torc.common.id.Id128;

/// An account's note that it has a container of some name. It is written before the container and removed after it.
///
/// @param overtook whether it was written over the entry of another creator, who may still be about to make the
///     container
public record EntryRow(long createdMicros, Id128 incarnation, boolean overtook) {
    private static final int VERSION = 2;

    public byte[] encode() {
        return new RecordWriter(26)
                .u8(VERSION)
                .u64(createdMicros)
                .id(incarnation)
                .u8(overtook ? 1 : 0)
                .toBytes();
    }

    public static EntryRow decode(byte[] value) {
        var from = new RecordReader(value);
        var version = from.versionUpTo("a container's entry", VERSION);
        return new EntryRow(from.u64(), from.id(), version > 1 && from.u8() != 0);
    }
}
