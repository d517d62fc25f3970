package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;

/// An unfinished upload as it stood at one moment, and one of its parts.
///
/// @param checks that it still stands so
record OpenUpload(
        Upload upload, List<Check> checks, @Nullable PartRow part) {
    /// How looking for one ended.
    sealed interface Look {
        record Found(OpenUpload upload) implements Look {}

        record NoContainer() implements Look {}

        record NoUpload() implements Look {}
    }

    /// @param partNumber whose row is read, too; 0 for none
    static Look look(MetadataStore rows, ObjectName name, Id128 upload, int partNumber) {
        var uploadKey = RowKeys.upload(name.text(), upload);
        var partKey = RowKeys.part(upload, partNumber);
        var found = rows.get(RowKeys.shard(name.container()), List.of(RowKeys.CONTAINER, uploadKey, partKey));
        if (found.get(0).isEmpty()) return new Look.NoContainer();
        if (found.get(1).isEmpty()) return new Look.NoUpload();
        var container = found.get(0).get();
        var row = UploadRow.decode(found.get(1).get().value());
        if (!ContainerRow.decode(container.value()).incarnation().equals(row.incarnation())) return new Look.NoUpload();
        var checks = new ArrayList<Check>();
        checks.add(new Check.AtRevision(RowKeys.CONTAINER, container.revision()));
        checks.add(new Check.AtRevision(uploadKey, found.get(1).get().revision()));
        var part = found.get(2);
        if (partNumber > 0)
            checks.add(new Check.AtRevision(partKey, part.map(Row::revision).orElse(0L)));
        return new Look.Found(new OpenUpload(
                new Upload(name, upload, row.createdMicros(), row.attributes()),
                checks,
                part.map(Row::value).map(PartRow::decode).orElse(null)));
    }

    static Optional<Upload> find(MetadataStore rows, ObjectName name, Id128 upload) {
        return look(rows, name, upload, 0) instanceof Look.Found(var found)
                ? Optional.of(found.upload())
                : Optional.empty();
    }
}
