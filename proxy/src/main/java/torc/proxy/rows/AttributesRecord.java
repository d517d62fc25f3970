package torc.proxy.rows;

import java.util.HexFormat;
import java.util.OptionalLong;
import torc.proxy.objects.ObjectAttributes;

/// What object, upload and part rows have in common.
final class AttributesRecord {
    private static final int MD5_HEX_DIGITS = 32;
    private static final int ETAG_MD5 = 0;
    private static final int ETAG_TEXT = 1;

    private AttributesRecord() {}

    static void write(RecordWriter to, ObjectAttributes attributes) {
        to.string(attributes.contentType());
        writeEnd(to, attributes.deleteAtSeconds());
        writeMaps(to, attributes);
    }

    static ObjectAttributes read(RecordReader from) {
        var contentType = from.string();
        var end = readEnd(from);
        return new ObjectAttributes(contentType, from.map(), from.map(), from.map(), end);
    }

    static void writeMaps(RecordWriter to, ObjectAttributes attributes) {
        to.map(attributes.headers()).map(attributes.metadata()).map(attributes.system());
    }

    static void writeEnd(RecordWriter to, OptionalLong seconds) {
        to.varint(seconds.isPresent() ? Math.addExact(seconds.getAsLong(), 1) : 0);
    }

    static OptionalLong readEnd(RecordReader from) {
        var end = from.varint();
        return end == 0 ? OptionalLong.empty() : OptionalLong.of(end - 1);
    }

    /// An MD5 takes 16 bytes, anything else its text.
    static void writeEtag(RecordWriter to, String etag) {
        if (isLowerCaseMd5(etag)) {
            to.u8(ETAG_MD5)
                    .u64(HexFormat.fromHexDigitsToLong(etag, 0, 16))
                    .u64(HexFormat.fromHexDigitsToLong(etag, 16, 32));
        } else to.u8(ETAG_TEXT).string(etag);
    }

    static String readEtag(RecordReader from) {
        return switch (from.u8()) {
            case ETAG_MD5 -> from.id().toString();
            case ETAG_TEXT -> from.string();
            default -> throw new RowUnreadable("an entity tag of unknown kind");
        };
    }

    private static boolean isLowerCaseMd5(String etag) {
        if (etag.length() != MD5_HEX_DIGITS) return false;
        for (int i = 0; i < MD5_HEX_DIGITS; i++) {
            var digit = etag.charAt(i);
            if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) return false;
        }
        return true;
    }
}
