package torc.proxy.rows;

import torc.common.id.Id128;

/// An account's note that it has a container of some name. It is written before the container and removed after it.
public record EntryRow(long createdMicros, Id128 incarnation) {
    private static final int VERSION = 1;

    public byte[] encode() {
        return new RecordWriter(25)
                .u8(VERSION)
                .u64(createdMicros)
                .id(incarnation)
                .toBytes();
    }

    public static EntryRow decode(byte[] value) {
        var from = new RecordReader(value).version("a container's entry", VERSION);
        return new EntryRow(from.u64(), from.id());
    }
}
