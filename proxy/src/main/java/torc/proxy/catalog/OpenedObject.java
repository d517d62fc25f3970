package torc.proxy.catalog;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.proxy.body.BegunSource;
import torc.proxy.body.BodySource;
import torc.proxy.body.InlineSource;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.objects.StoredObject;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;

/// An object and its bytes as of one moment. Bytes that are replaced meanwhile stay for the grace period.
final class OpenedObject implements OpenObject {
    private final Shelf shelf;
    private final ObjectName name;
    private final ShardKey shard;
    private final ObjectRow row;
    private final long revision;
    private final byte @Nullable [] data;

    private OpenedObject(
            Shelf shelf, ObjectName name, ShardKey shard, ObjectRow row, long revision, byte @Nullable [] data) {
        this.shelf = shelf;
        this.name = name;
        this.shard = shard;
        this.row = row;
        this.revision = revision;
        this.data = data;
    }

    /// Empty if there is no such object, or its end has come.
    static Optional<OpenedObject> open(Shelf shelf, ObjectName name) {
        var owner = shelf.ranges().read(name, List.of(RowKeys.object(name.text()), RowKeys.data(name.text())));
        var found = owner.rows();
        if (found.getFirst().isEmpty()) return Optional.empty();
        var object = found.getFirst().get();
        var data = found.getLast().map(Row::value).orElse(null);
        var row = ObjectRow.decode(object.value(), data);
        if (row.hasEndedAt(shelf.nowSeconds())) return Optional.empty();
        return Optional.of(new OpenedObject(shelf, name, owner.shard(), row, object.revision(), data));
    }

    ObjectRow row() {
        return row;
    }

    /// Where the object's row stood.
    ShardKey shard() {
        return shard;
    }

    /// Of the object's row.
    long revision() {
        return revision;
    }

    /// The data row of an object that lives in it.
    byte @Nullable [] inlineData() {
        return row.place() == ObjectRow.Place.INLINE ? data : null;
    }

    @Override
    public StoredObject object() {
        return row.object(name);
    }

    @Override
    public ByteSource read(long firstByte, long endByte) {
        Objects.checkFromToIndex(firstByte, endByte, row.bytes());
        return switch (row.place()) {
            case NOWHERE -> ByteSource.empty();
            case INLINE -> new InlineSource(inline(firstByte, endByte));
            case BLOBS, ELSEWHERE ->
                BegunSource.begin(new BodySource(shelf.blobs(), row.body().slice(firstByte, endByte)));
        };
    }

    @Override
    public void close() {
        // Nothing is held open between reads: the grace period keeps the bytes.
    }

    private ByteBuffer inline(long firstByte, long endByte) {
        var bytes = Objects.requireNonNull(data, "an inline object without its data row");
        return ByteBuffer.wrap(bytes, ObjectRow.DATA_HEADER_BYTES + (int) firstByte, (int) (endByte - firstByte))
                .slice();
    }
}
