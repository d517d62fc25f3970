package torc.proxy.rows;

import java.util.Map;
import torc.common.id.Id128;

/// A container's row, and an account's, which is the same without a meaning of the incarnation.
///
/// @param incarnation drawn anew at each creation, so that what was left of an earlier container of the name is known
public record ContainerRow(long createdMicros, long modifiedMicros, Id128 incarnation, Map<String, String> properties) {
    private static final int VERSION = 1;

    public ContainerRow {
        properties = Map.copyOf(properties);
    }

    public byte[] encode() {
        return new RecordWriter(128)
                .u8(VERSION)
                .u64(createdMicros)
                .u64(modifiedMicros)
                .id(incarnation)
                .map(properties)
                .toBytes();
    }

    public static ContainerRow decode(byte[] value) {
        var from = new RecordReader(value).version("a container's row", VERSION);
        return new ContainerRow(from.u64(), from.u64(), from.id(), from.map());
    }
}
