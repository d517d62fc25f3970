package torc.proxy.rows;

import torc.common.id.Id128;
import torc.ring.metadata.RowKey;

/// A range that is on its way to a shard. Each step of the copying rewrites the row and checks that it is the
/// one that
/// the step began with, so that of several who copy at once each sees what the others did.
///
/// @param incarnation of the container
/// @param source text of the shard key that it comes from
/// @param cursor the object key at which the stage goes on
public record IncomingRow(
        Id128 move, Id128 incarnation, String source, RowKey from, RowKey end, Stage stage, RowKey cursor) {
    private static final int VERSION = 1;

    /// What is being copied.
    public enum Stage {
        OBJECTS(1),
        UPLOADS(2),
        /// Everything was once; what has changed since then is marked.
        CHANGES(3),
        /// Between uploads and changes: what synchronisation knows of names.
        SYNC_MARKS(4);

        private final int code;

        Stage(int code) {
            this.code = code;
        }
    }

    public IncomingRow at(Stage next, RowKey position) {
        return new IncomingRow(move, incarnation, source, from, end, next, position);
    }

    public byte[] encode() {
        return new RecordWriter(128)
                .u8(VERSION)
                .id(move)
                .id(incarnation)
                .string(source)
                .key(from)
                .key(end)
                .u8(stage.code)
                .key(cursor)
                .toBytes();
    }

    public static IncomingRow decode(byte[] value) {
        var record = new RecordReader(value).version("an incoming range's row", VERSION);
        return new IncomingRow(
                record.id(),
                record.id(),
                record.string(),
                record.key(),
                record.key(),
                stage(record.u8()),
                record.key());
    }

    private static Stage stage(int code) {
        for (var stage : Stage.values()) if (stage.code == code) return stage;
        throw new RowUnreadable("an incoming range at stage " + code);
    }
}
