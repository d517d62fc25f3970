package torc.proxy.rows;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.ring.metadata.RowKey;

/// An object's row. What a listing shows stands first, so that a listing decodes no more than that.
///
/// @param madeBy the upload whose completion made the object; [#NO_UPLOAD] for others
/// @param place where its bytes are found
/// @param partBytes lengths of the parts of a completed upload; known only if `body` is
/// @param body its extents: complete, but empty for [Place#ELSEWHERE] as long as the data row was not read
public record ObjectRow(
        long bytes,
        String etag,
        long modifiedMicros,
        ObjectAttributes attributes,
        Id128 madeBy,
        Place place,
        long[] partBytes,
        Body body) {
    public static final Id128 NO_UPLOAD = new Id128(0, 0);

    /// First byte of a data row; the content of an [Place#INLINE] object follows it as it is.
    public static final byte DATA_VERSION = 1;

    /// Where the content begins in the data row of an [Place#INLINE] object.
    public static final int DATA_HEADER_BYTES = 1;

    private static final int VERSION = 1;
    private static final int USUAL_BYTES = 256;

    /// Extents and parts that take more bytes than this move to a row of their own, so that listings don't drag them.
    private static final int EXTENTS_IN_ROW_BYTES = 512;

    private static final long[] NO_PARTS = {};

    /// Where the bytes of an object are found.
    public enum Place {
        /// There are none.
        NOWHERE(0),
        /// In the data row, as they are.
        INLINE(1),
        /// In the extents that the object's row names.
        BLOBS(2),
        /// In the extents that the data row names.
        ELSEWHERE(3);

        private final int code;

        Place(int code) {
            this.code = code;
        }
    }

    /// An object whose bytes are in the data row, or that has none.
    public static ObjectRow inline(long bytes, String etag, long modifiedMicros, ObjectAttributes attributes) {
        var place = bytes == 0 ? Place.NOWHERE : Place.INLINE;
        return new ObjectRow(bytes, etag, modifiedMicros, attributes, NO_UPLOAD, place, NO_PARTS, Body.EMPTY);
    }

    /// An object whose bytes are in blobs.
    public static ObjectRow inBlobs(
            String etag, long modifiedMicros, ObjectAttributes attributes, Id128 madeBy, long[] partBytes, Body body) {
        var extents = extents(partBytes, body).length();
        var place = extents > EXTENTS_IN_ROW_BYTES ? Place.ELSEWHERE : Place.BLOBS;
        return new ObjectRow(body.bytes(), etag, modifiedMicros, attributes, madeBy, place, partBytes, body);
    }

    /// The same bytes under other attributes.
    public ObjectRow with(ObjectAttributes changed, long modified) {
        return new ObjectRow(bytes, etag, modified, changed, madeBy, place, partBytes, body);
    }

    public byte[] encode() {
        var to = new RecordWriter(USUAL_BYTES).u8(VERSION).varint(bytes).u64(modifiedMicros);
        AttributesRecord.writeEtag(to, etag);
        to.string(attributes.contentType());
        AttributesRecord.writeEnd(to, attributes.deleteAtSeconds());
        AttributesRecord.writeMaps(to, attributes);
        to.id(madeBy).u8(place.code);
        if (place == Place.BLOBS) writeExtents(to, partBytes, body);
        return to.toBytes();
    }

    /// The data row of an object that is [Place#ELSEWHERE].
    public byte[] encodeExtents() {
        return extents(partBytes, body).toBytes();
    }

    /// @param data the data row's value, read at the same moment; null if it was not read
    public static ObjectRow decode(byte[] value, byte @Nullable [] data) {
        var from = new RecordReader(value).version("an object's row", VERSION);
        var bytes = from.varint();
        var modified = from.u64();
        var etag = AttributesRecord.readEtag(from);
        var attributes = AttributesRecord.read(from);
        var madeBy = from.id();
        var place = place(from.u8());
        RecordReader extents = null;
        if (place == Place.BLOBS) extents = from;
        if (place == Place.ELSEWHERE && data != null)
            extents = new RecordReader(data).version("an object's data row", DATA_VERSION);
        var parts = extents == null ? NO_PARTS : readParts(extents);
        var body = extents == null ? Body.EMPTY : Body.read(extents);
        return new ObjectRow(bytes, etag, modified, attributes, madeBy, place, parts, body);
    }

    /// The object as a listing shows it: without headers, metadata and parts.
    public static StoredObject decodeForListing(ContainerName container, RowKey key, byte[] value) {
        var from = new RecordReader(value).version("an object's row", VERSION);
        var bytes = from.varint();
        var modified = from.u64();
        var etag = AttributesRecord.readEtag(from);
        var contentType = from.string();
        var end = AttributesRecord.readEnd(from);
        var attributes = new ObjectAttributes(
                contentType, Map.of(), Map.of(), from.skipMap().skipMap().map(), end);
        return new StoredObject(new ObjectName(container, key.text(1)), bytes, etag, modified, attributes, NO_PARTS);
    }

    public StoredObject object(ObjectName name) {
        return new StoredObject(name, bytes, etag, modifiedMicros, attributes, partBytes);
    }

    public OptionalLong deleteAtSeconds() {
        return attributes.deleteAtSeconds();
    }

    public boolean hasEndedAt(long nowSeconds) {
        return deleteAtSeconds().isPresent() && deleteAtSeconds().getAsLong() <= nowSeconds;
    }

    public boolean hasDataRow() {
        return place == Place.INLINE || place == Place.ELSEWHERE;
    }

    private static RecordWriter extents(long[] partBytes, Body body) {
        var to = new RecordWriter(USUAL_BYTES).u8(DATA_VERSION);
        writeExtents(to, partBytes, body);
        return to;
    }

    private static void writeExtents(RecordWriter to, long[] partBytes, Body body) {
        to.varint(partBytes.length);
        for (var part : partBytes) to.varint(part);
        body.write(to);
    }

    private static long[] readParts(RecordReader from) {
        var parts = new long[from.size()];
        for (int i = 0; i < parts.length; i++) parts[i] = from.varint();
        return parts;
    }

    private static Place place(int code) {
        for (var place : Place.values()) if (place.code == code) return place;
        throw new RowUnreadable("an object at place " + code);
    }
}
