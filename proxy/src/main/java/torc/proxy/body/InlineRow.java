package torc.proxy.body;

import static torc.proxy.rows.ObjectRow.DATA_HEADER_BYTES;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import torc.proxy.encryption.Binding;
import torc.proxy.encryption.Encryption;
import torc.proxy.encryption.SealBroken;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.Seal;

/// The data row of an object that lives in it: its content as it is, or a seal and the encrypted content.
public final class InlineRow {
    private static final int SEALED_HEADER_BYTES = DATA_HEADER_BYTES + Seal.BYTES;

    private InlineRow() {}

    /// How many bytes stand before the content.
    public static int headerBytes(byte[] dataRow) {
        return isSealed(dataRow) ? SEALED_HEADER_BYTES : DATA_HEADER_BYTES;
    }

    /// The content, in memory that nobody changes.
    ///
    /// @param etag of the object, which is the MD5 of its content
    /// @throws SealBroken if it cannot be opened
    public static ByteBuffer content(byte[] dataRow, String etag, Encryption encryption) {
        var header = headerBytes(dataRow);
        var length = dataRow.length - header;
        if (!isSealed(dataRow)) return ByteBuffer.wrap(dataRow, header, length).slice();
        var seal = Seal.decode(dataRow, DATA_HEADER_BYTES);
        var key = encryption.open(seal, Binding.ofInline(etag, sha256(dataRow, header, length)));
        var content = new byte[length];
        System.arraycopy(dataRow, header, content, 0, length);
        key.keystream(0).apply(content, 0, length);
        return ByteBuffer.wrap(content);
    }

    /// The row encrypted, or itself if nothing is.
    ///
    /// @param plain the row with its content as it is
    static byte[] sealed(byte[] plain, String etag, Encryption encryption) {
        var key = encryption.newKey();
        if (key.isEmpty()) return plain;
        var length = plain.length - DATA_HEADER_BYTES;
        var row = new byte[SEALED_HEADER_BYTES + length];
        row[0] = ObjectRow.SEALED_DATA_VERSION;
        System.arraycopy(plain, DATA_HEADER_BYTES, row, SEALED_HEADER_BYTES, length);
        key.get().keystream(0).apply(row, SEALED_HEADER_BYTES, length);
        var seal = encryption.seal(key.get(), Binding.ofInline(etag, sha256(row, SEALED_HEADER_BYTES, length)));
        System.arraycopy(seal.encode(), 0, row, DATA_HEADER_BYTES, Seal.BYTES);
        return row;
    }

    private static boolean isSealed(byte[] dataRow) {
        return dataRow.length >= SEALED_HEADER_BYTES && dataRow[0] == ObjectRow.SEALED_DATA_VERSION;
    }

    private static String sha256(byte[] bytes, int offset, int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
