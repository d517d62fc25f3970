package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Transaction;

/// An unfinished upload as it stood at one moment, and one of its parts.
///
/// @param owner the shard that its rows stand in
/// @param checks that it still stands so
record OpenUpload(
        Upload upload,
        Owned owner,
        List<Check> checks,
        @Nullable PartRow part) {
    /// How looking for one ended.
    sealed interface Look {
        record Found(OpenUpload upload) implements Look {}

        record NoContainer() implements Look {}

        record NoUpload() implements Look {}
    }

    /// @param partNumber whose row is read, too; 0 for none
    static Look look(Ranges ranges, ObjectName name, Id128 upload, int partNumber) {
        var uploadKey = RowKeys.upload(name.text(), upload);
        var partKey = RowKeys.part(upload, partNumber);
        var owner = ranges.read(name, List.of(uploadKey, partKey));
        var found = owner.rows();
        if (!owner.hasContainer()) return new Look.NoContainer();
        if (found.get(0).isEmpty()) return new Look.NoUpload();
        var row = UploadRow.decode(found.get(0).get().value());
        if (!owner.incarnation().equals(row.incarnation())) return new Look.NoUpload();
        var checks = new ArrayList<>(owner.checksOfIncarnation());
        checks.add(new Check.AtRevision(uploadKey, found.get(0).get().revision()));
        var part = found.get(1);
        if (partNumber > 0)
            checks.add(new Check.AtRevision(partKey, part.map(Row::revision).orElse(0L)));
        return new Look.Found(new OpenUpload(
                new Upload(name, upload, row.createdMicros(), row.attributes()),
                owner,
                checks,
                part.map(Row::value).map(PartRow::decode).orElse(null)));
    }

    boolean isSealed() {
        return owner.isSealed(upload.name().text());
    }

    /// A transaction that changes something of it, on the condition that it still stands so.
    Transaction.Builder transaction() {
        var transaction = Transaction.on(owner.shard());
        checks.forEach(transaction::check);
        owner.mark(transaction, upload.name().text());
        return transaction;
    }

    static Optional<Upload> find(Ranges ranges, ObjectName name, Id128 upload) {
        return look(ranges, name, upload, 0) instanceof Look.Found(var found)
                ? Optional.of(found.upload())
                : Optional.empty();
    }
}
