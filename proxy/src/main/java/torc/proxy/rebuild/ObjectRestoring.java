package torc.proxy.rebuild;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import torc.objectserver.blob.BlobStore;
import torc.proxy.body.BodySource;
import torc.proxy.encryption.Encryption;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Transaction;

/// Makes an object's row anew. Its bytes are read from the first to the last, for their MD5, which headers do
/// not tell, and so that nothing is listed that cannot be read.
final class ObjectRestoring {
    private static final long[] NO_PARTS = {};

    private final MetadataStore rows;
    private final BlobStore blobs;
    private final Encryption encryption;
    private final Rebuild.Report report;

    ObjectRestoring(MetadataStore rows, BlobStore blobs, Encryption encryption, Rebuild.Report report) {
        this.rows = rows;
        this.blobs = blobs;
        this.encryption = encryption;
        this.report = report;
    }

    /// @param attempts the newest first: the first that can be read becomes the object
    Restored restore(ContainerName container, String name, List<Attempt> attempts) throws InterruptedException {
        var why = "no whole body is left";
        var isLoss = false;
        for (var attempt : attempts) {
            try {
                var row = row(attempt);
                if (!write(container, name, row)) return Restored.NOTHING; // Somebody was here before.
                report.restored(container, name);
                var bare = attempt.parts().getFirst().note().isEmpty();
                return new Restored(0, 1, attempt.isOfUpload() ? 1 : 0, row.bytes(), bare ? 1 : 0, 0);
            } catch (Unreadable e) {
                why = String.valueOf(e.getMessage());
                isLoss = true;
            }
        }
        report.notRestored(container, name, why, isLoss);
        return new Restored(0, 0, 0, 0, 0, 1);
    }

    /// A body cannot be read.
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private ObjectRow row(Attempt attempt) throws Unreadable, InterruptedException {
        var extents = new ArrayList<Extent>();
        var sums = new ArrayList<byte[]>();
        for (var part : attempt.parts()) {
            extents.addAll(part.extents());
            sums.add(md5(new Body(part.extents()), part.bytes()));
        }
        var lengths = attempt.isOfUpload()
                ? attempt.parts().stream().mapToLong(Run::bytes).toArray()
                : NO_PARTS;
        return ObjectRow.inBlobs(
                attempt.isOfUpload() ? tagOfParts(sums) : HexFormat.of().formatHex(sums.getFirst()),
                attempt.begunMicros(),
                attempt.attributes(),
                attempt.upload(),
                lengths,
                new Body(extents));
    }

    private byte[] md5(Body body, long bytes) throws Unreadable, InterruptedException {
        var digest = md5();
        long read = 0;
        try (var source = new BodySource(blobs, encryption, body)) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                read += chunk.bytes().remaining();
                digest.update(chunk.bytes());
                chunk.release();
                report.step();
            }
        } catch (RuntimeException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
        if (read != bytes) throw new Unreadable(read + " of " + bytes + " bytes can be read");
        return digest.digest();
    }

    /// As the S3 dialect makes it: the MD5 of the parts' MD5s, and how many there are.
    private static String tagOfParts(List<byte[]> sums) {
        var digest = md5();
        sums.forEach(digest::update);
        return HexFormat.of().formatHex(digest.digest()) + "-" + sums.size();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private boolean write(ContainerName container, String name, ObjectRow row) throws Unreadable {
        if (name.getBytes(StandardCharsets.UTF_8).length == 0) throw new Unreadable("it has no name");
        var transaction = Transaction.on(RowKeys.shard(container))
                .check(new Check.Present(RowKeys.CONTAINER))
                .check(new Check.Absent(RowKeys.object(name)))
                .put(RowKeys.object(name), row.encode())
                .add(RowKeys.USAGE, UsageRow.difference(name, null, row).toDeltas());
        if (row.hasDataRow()) transaction.put(RowKeys.data(name), row.encodeExtents());
        row.deleteAtSeconds().ifPresent(end -> transaction.put(RowKeys.expiry(end, name), MarkRow.present()));
        return LostContainers.committed(rows, transaction.build());
    }
}
