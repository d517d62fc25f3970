package torc.ring.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import torc.ring.placement.Ring;

/// A ring as Swift's `.ring.gz` holds it. Blocking.
///
/// @param formatVersion 1, which every Swift reads, or 2, which Swift reads since 2.36
/// @param deviceIdBytes 2 or 4; version 1 has room for 2 only
public record RingFile(int formatVersion, int deviceIdBytes, Ring ring) {
    /// What stands at the beginning, before two bytes of version.
    private static final byte[] MAGIC = {'R', '1', 'N', 'G'};

    /// Bounds what a damaged or hostile file can make us unpack: a ring of 2^24 partitions with 4 replicas.
    private static final int MAX_BYTES = 300 << 20;

    public RingFile {
        if (formatVersion != 1 && formatVersion != 2)
            throw new IllegalArgumentException("the format version is 1 or 2: " + formatVersion);
        if (deviceIdBytes != 2 && deviceIdBytes != 4)
            throw new IllegalArgumentException("device ids have 2 or 4 bytes: " + deviceIdBytes);
        if (formatVersion == 1 && deviceIdBytes != 2)
            throw new IllegalArgumentException("Ring v1 only supports 2-byte dev IDs");
        if (deviceIdBytes < bytesFor(ring))
            throw new IllegalArgumentException(
                    ring.deviceSlots() + " devices need ids of " + bytesFor(ring) + " bytes");
    }

    /// A ring with the shortest device ids that it can have.
    public static RingFile of(Ring ring, int formatVersion) {
        return new RingFile(formatVersion, bytesFor(ring), ring);
    }

    private static int bytesFor(Ring ring) {
        // The highest number of each size means "no device" to Swift.
        return ring.deviceSlots() <= 0xffff ? 2 : 4;
    }

    /// @throws RingFileDamaged if the file is not a ring file, or not a whole one
    /// @throws UncheckedIOException if it cannot be read
    public static RingFile read(Path path) {
        try {
            return decode(Files.readAllBytes(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Replaces the file at once and for good: after a crash there is the old ring or the new one.
    public void write(Path path) {
        WholeFile.write(path, encode());
    }

    /// @throws RingFileDamaged if the bytes are not a ring file, or not a whole one
    public static RingFile decode(byte[] file) {
        try {
            var content = unpack(file);
            if (content.length < 6 || !Arrays.equals(content, 0, 4, MAGIC, 0, 4))
                throw new RingFileDamaged("not a ring file: it does not begin with R1NG");
            var version = ByteBuffer.wrap(content).getShort(4);
            return switch (version) {
                case 1 -> RingFileV1.decode(content);
                case 2 -> RingFileV2.decode(content);
                default -> throw new RingFileDamaged("Unsupported ring version: " + version);
            };
        } catch (RingFileDamaged known) {
            throw known;
        } catch (RuntimeException malformed) {
            throw new RingFileDamaged("the ring file is malformed: " + malformed.getMessage(), malformed);
        }
    }

    public byte[] encode() {
        return formatVersion == 1 ? RingFileV1.encode(this) : RingFileV2.encode(this);
    }

    /// Reads to the end, where gzip keeps the checksum.
    private static byte[] unpack(byte[] file) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
            var content = gzip.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) throw new RingFileDamaged("the ring file is too large");
            return content;
        } catch (IOException broken) {
            throw new RingFileDamaged("the ring file cannot be unpacked: " + broken.getMessage(), broken);
        }
    }
}
