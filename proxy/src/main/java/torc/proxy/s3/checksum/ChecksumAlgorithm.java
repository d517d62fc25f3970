package torc.proxy.s3.checksum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The checksums that S3 knows, with their names on the wire.
public enum ChecksumAlgorithm {
    CRC32("CRC32", 4),
    CRC32C("CRC32C", 4),
    CRC64NVME("CRC64NVME", 8),
    SHA1("SHA1", 20),
    SHA256("SHA256", 32);

    /// All of them, in the order in which answers name them.
    public static final List<ChecksumAlgorithm> ALL = List.of(values());

    private static final String HEADER_PREFIX = "x-amz-checksum-";
    private static final CrcCombination CRC32_COMBINATION = new CrcCombination(0xedb88320L, 32);
    private static final CrcCombination CRC32C_COMBINATION = new CrcCombination(0x82f63b78L, 32);
    private static final CrcCombination CRC64_COMBINATION = new CrcCombination(Crc64Nvme.REFLECTED_POLYNOMIAL, 64);

    private final String label;
    private final String header;
    private final int bytes;

    ChecksumAlgorithm(String label, int bytes) {
        this.label = label;
        this.header = HEADER_PREFIX + label.toLowerCase(Locale.ROOT);
        this.bytes = bytes;
    }

    /// As it stands in headers and documents, such as `CRC64NVME`.
    public String label() {
        return label;
    }

    /// The header or trailer that carries its value, such as `x-amz-checksum-crc64nvme`.
    public String header() {
        return header;
    }

    /// The element that carries its value, such as `ChecksumCRC64NVME`.
    public String element() {
        return "Checksum" + label;
    }

    /// Length of a value.
    public int bytes() {
        return bytes;
    }

    /// Whether the sum of a whole can be had from the sums of its parts.
    public boolean isCrc() {
        return this == CRC32 || this == CRC32C || this == CRC64NVME;
    }

    public static Optional<ChecksumAlgorithm> ofLabel(String label) {
        return ALL.stream().filter(each -> each.label.equalsIgnoreCase(label)).findFirst();
    }

    public static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return ALL.stream().filter(each -> each.header.equals(header)).findFirst();
    }

    public RunningChecksum start() {
        return switch (this) {
            case CRC32 -> new RunningChecksum.Crc(new CRC32(), bytes);
            case CRC32C -> new RunningChecksum.Crc(new CRC32C(), bytes);
            case CRC64NVME -> new RunningChecksum.Crc(new Crc64Nvme(), bytes);
            case SHA1 -> new RunningChecksum.Digest(digest("SHA-1"));
            case SHA256 -> new RunningChecksum.Digest(digest("SHA-256"));
        };
    }

    /// The sum of two runs of bytes behind each other.
    ///
    /// @throws IllegalStateException for one that is no CRC
    byte[] combine(byte[] first, byte[] second, long secondBytes) {
        var combination = switch (this) {
            case CRC32 -> CRC32_COMBINATION;
            case CRC32C -> CRC32C_COMBINATION;
            case CRC64NVME -> CRC64_COMBINATION;
            case SHA1, SHA256 -> throw new IllegalStateException(this + " cannot be combined");
        };
        return bigEndian(combination.combine(number(first), number(second), secondBytes), bytes);
    }

    static byte[] bigEndian(long value, int bytes) {
        var out = new byte[bytes];
        for (int i = 0; i < bytes; i++) out[i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        return out;
    }

    private static long number(byte[] bigEndian) {
        long value = 0;
        for (var octet : bigEndian) value = value << 8 | (octet & 0xff);
        return value;
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + name, e);
        }
    }
}
