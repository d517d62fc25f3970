package torc.proxy.rows;

import torc.common.id.Id128;

/// What an encrypted run of bytes is opened with: its key, wrapped under a root secret, and where its keystream begins.
/// Only who has the root secret makes anything of it (docs/formats.md, "Encryption at rest").
///
/// @param secret number of the root secret
/// @param iv the first block of the counter, and the salt of the key that wraps
/// @param keyHigh the first half of the wrapped key
/// @param keyLow the second half of the wrapped key
/// @param tag tells whether the wrapped key, the iv and what they are bound to are what they were
public record Seal(long secret, Id128 iv, Id128 keyHigh, Id128 keyLow, Id128 tag) {
    /// Every seal takes as many bytes.
    public static final int BYTES = Long.BYTES + 4 * 16;

    public byte[] encode() {
        return write(new RecordWriter(BYTES)).toBytes();
    }

    /// Reads the seal that stands at an offset of a record.
    public static Seal decode(byte[] record, int offset) {
        return read(new RecordReader(record, offset));
    }

    RecordWriter write(RecordWriter to) {
        return to.u64(secret).id(iv).id(keyHigh).id(keyLow).id(tag);
    }

    static Seal read(RecordReader from) {
        return new Seal(from.u64(), from.id(), from.id(), from.id(), from.id());
    }
}
