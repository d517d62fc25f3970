package torc.proxy.s3.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.Checksum;

/// A checksum under way. Not safe for many threads.
public sealed interface RunningChecksum {
    /// Takes the bytes between position and limit, moving the position.
    void update(ByteBuffer bytes);

    /// The value, most significant byte first. Ends the sum.
    byte[] value();

    /// A cyclic redundancy check of 4 or 8 bytes.
    record Crc(Checksum checksum, int bytes) implements RunningChecksum {
        @Override
        public void update(ByteBuffer buffer) {
            checksum.update(buffer);
        }

        @Override
        public byte[] value() {
            return ChecksumAlgorithm.bigEndian(checksum.getValue(), bytes);
        }
    }

    /// A cryptographic digest.
    record Digest(MessageDigest digest) implements RunningChecksum {
        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }
}
