package torc.proxy.catalog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.proxy.body.BegunSource;
import torc.proxy.body.BodySource;
import torc.proxy.body.InlineRow;
import torc.proxy.body.InlineSource;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.objects.StoredObject;
import torc.proxy.rows.ObjectRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;

/// An object and its bytes as of one moment. Bytes that are replaced meanwhile stay for the grace period.
final class OpenedObject implements OpenObject {
    private final Shelf shelf;
    private final ObjectName name;
    private final Owned owner;
    private final ObjectRow row;
    private final Row found;
    private final byte @Nullable [] data;

    private OpenedObject(Shelf shelf, ObjectName name, Owned owner, ObjectRow row, Row found, byte @Nullable [] data) {
        this.shelf = shelf;
        this.name = name;
        this.owner = owner;
        this.row = row;
        this.found = found;
        this.data = data;
    }

    /// Empty if there is no such object, or its end has come. A version that is asked for as such has no end.
    static Optional<OpenedObject> open(Shelf shelf, ObjectName name) {
        var keys = new ArrayList<>(VersionRows.objects(name));
        var count = keys.size();
        keys.addAll(VersionRows.data(name));
        var owner = shelf.ranges().read(name, keys);
        var found = VersionRows.choose(name, owner.rows().subList(0, count));
        if (found.isEmpty()) return Optional.empty();
        var object = found.get();
        var at = object.key().equals(keys.getFirst()) ? count : count + 1;
        var data = owner.rows().get(at).map(Row::value).orElse(null);
        var row = ObjectRow.decode(object.value(), data);
        if (VersionRows.endsCount(name) && row.hasEndedAt(shelf.nowSeconds())) return Optional.empty();
        return Optional.of(new OpenedObject(shelf, name, owner, row, object, data));
    }

    ObjectRow row() {
        return row;
    }

    /// Where the object's row stood.
    ShardKey shard() {
        return owner.shard();
    }

    /// That the object's row has not changed since.
    Check unchanged() {
        return new Check.AtRevision(found.key(), found.revision());
    }

    /// The data row of an object that lives in it.
    byte @Nullable [] inlineData() {
        return row.place() == ObjectRow.Place.INLINE ? data : null;
    }

    @Override
    public StoredObject object() {
        return owner.shown(row.object(name));
    }

    @Override
    public ByteSource read(long firstByte, long endByte) {
        Objects.checkFromToIndex(firstByte, endByte, row.bytes());
        return switch (row.place()) {
            case NOWHERE, MARKER -> ByteSource.empty();
            case INLINE -> new InlineSource(inline(firstByte, endByte));
            case BLOBS, ELSEWHERE ->
                BegunSource.begin(new BodySource(
                        shelf.blobs(), shelf.encryption(), row.body().slice(firstByte, endByte)));
        };
    }

    @Override
    public void close() {
        // Nothing is held open between reads: the grace period keeps the bytes.
    }

    private ByteBuffer inline(long firstByte, long endByte) {
        var bytes = Objects.requireNonNull(data, "an inline object without its data row");
        return InlineRow.content(bytes, row.etag(), shelf.encryption())
                .slice((int) firstByte, (int) (endByte - firstByte));
    }
}
