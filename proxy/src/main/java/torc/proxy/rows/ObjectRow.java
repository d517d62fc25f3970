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
/// @param version see [StoredObject#version]
public record ObjectRow(
        long bytes,
        String etag,
        long modifiedMicros,
        ObjectAttributes attributes,
        Id128 madeBy,
        Place place,
        long[] partBytes,
        Body body,
        long version) {
    public static final Id128 NO_UPLOAD = new Id128(0, 0);

    /// First byte of a data row; the content of an [Place#INLINE] object follows it as it is.
    public static final byte DATA_VERSION = 1;

    /// First byte of a data row that is encrypted or names what is: a seal and the encrypted content of an
    /// [Place#INLINE] object, else extents with their seals.
    public static final byte SEALED_DATA_VERSION = 2;

    /// Where the content begins in the data row of an [Place#INLINE] object that is stored as it is.
    public static final int DATA_HEADER_BYTES = 1;

    private static final int VERSION = 1;

    /// The format of rows that tell a version's number. All others are written as releases before it read
    /// them.
    private static final int VERSION_OF_VERSIONS = 2;

    /// The format of rows with extents that are encrypted; they tell a version's number, too, which may be none.
    private static final int VERSION_OF_SEALS = 3;

    private static final String MARKER_TYPE = "application/x-deleted;swift_versions_deleted=1";
    private static final String MARKER_ETAG = "d41d8cd98f00b204e9800998ecf8427e";
    private static final int USUAL_BYTES = 256;

    /// Extents and parts that take more bytes than this move to a row of their own, so that listings don't
    /// drag them.
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
        ELSEWHERE(3),
        /// There are none: it is a version that says that the object was deleted.
        MARKER(4);

        private final int code;

        Place(int code) {
            this.code = code;
        }
    }

    /// An object whose bytes are in the data row, or that has none.
    public static ObjectRow inline(long bytes, String etag, long modifiedMicros, ObjectAttributes attributes) {
        var place = bytes == 0 ? Place.NOWHERE : Place.INLINE;
        return new ObjectRow(bytes, etag, modifiedMicros, attributes, NO_UPLOAD, place, NO_PARTS, Body.EMPTY, 0);
    }

    /// A version that says that the object was deleted then.
    public static ObjectRow marker(long version, long modifiedMicros) {
        var attributes = new ObjectAttributes(MARKER_TYPE, Map.of(), Map.of(), Map.of(), OptionalLong.empty());
        return new ObjectRow(
                0, MARKER_ETAG, modifiedMicros, attributes, NO_UPLOAD, Place.MARKER, NO_PARTS, Body.EMPTY, version);
    }

    /// An object whose bytes are in blobs.
    public static ObjectRow inBlobs(
            String etag, long modifiedMicros, ObjectAttributes attributes, Id128 madeBy, long[] partBytes, Body body) {
        var extents = extents(partBytes, body).length();
        var place = extents > EXTENTS_IN_ROW_BYTES ? Place.ELSEWHERE : Place.BLOBS;
        return new ObjectRow(body.bytes(), etag, modifiedMicros, attributes, madeBy, place, partBytes, body, 0);
    }

    /// The same bytes under other attributes.
    public ObjectRow with(ObjectAttributes changed, long modified) {
        return new ObjectRow(bytes, etag, modified, changed, madeBy, place, partBytes, body, version);
    }

    /// The same object as a version.
    public ObjectRow as(long number) {
        return new ObjectRow(bytes, etag, modifiedMicros, attributes, madeBy, place, partBytes, body, number);
    }

    /// The same object as a version that is not current, and so has no end.
    public ObjectRow kept(long number) {
        var endless = new ObjectAttributes(
                attributes.contentType(),
                attributes.headers(),
                attributes.metadata(),
                attributes.system(),
                OptionalLong.empty());
        return with(endless, modifiedMicros).as(number);
    }

    /// The same object, its bytes found in other extents.
    public ObjectRow in(Body extents) {
        return inBlobs(etag, modifiedMicros, attributes, madeBy, partBytes, extents)
                .as(version);
    }

    public byte[] encode() {
        var format = format();
        var to = new RecordWriter(USUAL_BYTES).u8(format).varint(bytes).u64(modifiedMicros);
        if (format != VERSION) to.u64(version << 1 | (place == Place.MARKER ? 1 : 0));
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
        var from = new RecordReader(value);
        var format = from.versionUpTo("an object's row", VERSION_OF_SEALS);
        var bytes = from.varint();
        var modified = from.u64();
        var version = format == VERSION ? 0 : from.u64() >>> 1;
        var etag = AttributesRecord.readEtag(from);
        var attributes = AttributesRecord.read(from);
        var madeBy = from.id();
        var place = place(from.u8());
        RecordReader extents = null;
        var sealed = false;
        if (place == Place.BLOBS) {
            extents = from;
            sealed = format == VERSION_OF_SEALS;
        }
        if (place == Place.ELSEWHERE && data != null) {
            extents = new RecordReader(data);
            sealed = extents.versionUpTo("an object's data row", SEALED_DATA_VERSION) == SEALED_DATA_VERSION;
        }
        var parts = extents == null ? NO_PARTS : readParts(extents);
        var body = extents == null ? Body.EMPTY : Body.read(extents, sealed);
        return new ObjectRow(bytes, etag, modified, attributes, madeBy, place, parts, body, version);
    }

    /// The object as a listing shows it: without headers, metadata and parts.
    public static StoredObject decodeForListing(ContainerName container, RowKey key, byte[] value) {
        var from = new RecordReader(value);
        var format = from.versionUpTo("an object's row", VERSION_OF_SEALS);
        var bytes = from.varint();
        var modified = from.u64();
        var version = format == VERSION ? 0 : from.u64();
        var marker = (version & 1) != 0;
        var etag = AttributesRecord.readEtag(from);
        var contentType = from.string();
        var end = AttributesRecord.readEnd(from);
        var attributes = new ObjectAttributes(
                contentType, Map.of(), Map.of(), from.skipMap().skipMap().map(), end);
        var name = new ObjectName(container, RowKeys.baseName(key.text(1)));
        return new StoredObject(name, bytes, etag, modified, attributes, NO_PARTS, version >>> 1, marker);
    }

    /// The version's number of an encoded row.
    public static long version(byte[] value) {
        var from = new RecordReader(value);
        if (from.versionUpTo("an object's row", VERSION_OF_SEALS) == VERSION) return 0;
        from.varint();
        from.u64();
        return from.u64() >>> 1;
    }

    public StoredObject object(ObjectName name) {
        return new StoredObject(
                name, bytes, etag, modifiedMicros, attributes, partBytes, version, place == Place.MARKER);
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

    private int format() {
        if (place == Place.BLOBS && body.isSealed()) return VERSION_OF_SEALS;
        return version == 0 ? VERSION : VERSION_OF_VERSIONS;
    }

    private static RecordWriter extents(long[] partBytes, Body body) {
        var to = new RecordWriter(USUAL_BYTES).u8(body.isSealed() ? SEALED_DATA_VERSION : DATA_VERSION);
        writeExtents(to, partBytes, body);
        return to;
    }

    private static void writeExtents(RecordWriter to, long[] partBytes, Body body) {
        to.varint(partBytes.length);
        for (var part : partBytes) to.varint(part);
        if (body.isSealed()) body.writeSealed(to);
        else body.write(to);
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
