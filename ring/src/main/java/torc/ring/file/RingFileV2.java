package torc.ring.file;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Version 2 of the ring file: named sections, each with a length and a checksum, and an index at the end.
final class RingFileV2 {
    private static final String METADATA = "swift/ring/metadata";
    private static final String DEVICES = "swift/ring/devices";
    private static final String ASSIGNMENTS = "swift/ring/assignments";
    private static final Set<String> CHECKSUMS = Set.of("md5", "sha1", "sha256", "sha512");

    /// The last things in a file: where the index begins, unpacked and packed.
    private static final int TRAILER_BYTES = 16;

    private RingFileV2() {}

    static RingFile decode(byte[] content) {
        var buffer = ByteBuffer.wrap(content);
        var indexAt = buffer.getLong(content.length - TRAILER_BYTES);
        var index = DeviceJson.MAPPER.readTree(blob(content, indexAt));
        var metadata = DeviceJson.MAPPER.readTree(section(content, index, METADATA));
        var devices = DeviceJson.read(DeviceJson.MAPPER.readTree(section(content, index, DEVICES)));
        var idBytes = DeviceJson.whole(metadata, "dev_id_bytes", 2);
        var table = ByteBuffer.wrap(section(content, index, ASSIGNMENTS));
        if (idBytes != 2 && idBytes != 4) throw new RingFileDamaged("device ids of " + idBytes + " bytes");
        if (table.remaining() % idBytes != 0) throw new RingFileDamaged("an assignment is cut off");
        var assignments = new int[table.remaining() / idBytes];
        for (var each = 0; each < assignments.length; each++)
            assignments[each] = idBytes == 2 ? table.getShort() & 0xffff : table.getInt();
        var ring = RingFileV1.ring(metadata, devices, RingFileV1.partPower(metadata), assignments);
        return new RingFile(2, idBytes, ring);
    }

    private static byte[] section(byte[] content, JsonNode index, String name) {
        var entry = DeviceJson.required(index, name);
        var start = entry.path(1).longValue();
        var blob = blob(content, start);
        if (entry.path(3).longValue() - start != Long.BYTES + blob.length)
            throw new RingFileDamaged("section " + name + " has another length than the index says");
        var method = entry.path(4).stringValue().toLowerCase(Locale.ROOT);
        if (!CHECKSUMS.contains(method)) throw new RingFileDamaged("section " + name + " has an unknown checksum");
        var digest = digest(method, content, (int) start, Long.BYTES + blob.length);
        if (!digest.equals(entry.path(5).stringValue()))
            throw new RingFileDamaged("section " + name + " does not match its checksum");
        return blob;
    }

    /// Bytes that their length stands before.
    private static byte[] blob(byte[] content, long start) {
        if (start < 0 || start > content.length - Long.BYTES)
            throw new RingFileDamaged("a section begins beyond the end of the file");
        var length = ByteBuffer.wrap(content).getLong((int) start);
        var from = (int) start + Long.BYTES;
        return Arrays.copyOfRange(content, from, from + RingFileV1.checkedLength(length, content.length - from));
    }

    static String digest(String method, byte[] bytes, int offset, int length) {
        try {
            // Python's names lack the hyphen of Java's.
            var digest = MessageDigest.getInstance(method.replace("sha", "sha-"));
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] encode(RingFile file) {
        var ring = file.ring();
        var metadata = DeviceJson.MAPPER.createObjectNode();
        metadata.put("dev_id_bytes", file.deviceIdBytes());
        ring.nextPartPower().ifPresent(next -> metadata.put("next_part_power", next));
        metadata.put("part_shift", 32 - ring.partPower())
                .put("replica_count", ring.replicaCount())
                .put("version", ring.version());
        var assignments = ring.assignments();
        var table = ByteBuffer.allocate(assignments.length * file.deviceIdBytes());
        for (var id : assignments)
            if (file.deviceIdBytes() == 2) table.putShort((short) id);
            else table.putInt(id);

        var stream = new SeekableGzip();
        stream.stored(new byte[] {'R', '1', 'N', 'G', 0, 2});
        var index = DeviceJson.MAPPER.createObjectNode();
        index.set(METADATA, section(stream, DeviceJson.MAPPER.writeValueAsBytes(metadata)));
        index.set(
                DEVICES,
                section(stream, DeviceJson.MAPPER.writeValueAsBytes(DeviceJson.write(RingFileV1.devices(ring)))));
        index.set(ASSIGNMENTS, section(stream, table.array()));
        var unpackedIndexAt = stream.unpackedBytes();
        var packedIndexAt = stream.packedBytes();
        stream.compressed(withLength(DeviceJson.MAPPER.writeValueAsBytes(index)));
        stream.stored(ByteBuffer.allocate(Long.BYTES).putLong(unpackedIndexAt).array());
        stream.stored(ByteBuffer.allocate(Long.BYTES).putLong(packedIndexAt).array());
        return stream.finish();
    }

    /// Writes a section and returns its entry of the index.
    private static JsonNode section(SeekableGzip stream, byte[] blob) {
        var bytes = withLength(blob);
        var entry = DeviceJson.MAPPER.createArrayNode();
        entry.add(stream.packedBytes()).add(stream.unpackedBytes());
        stream.compressed(bytes);
        entry.add(stream.packedBytes()).add(stream.unpackedBytes());
        return entry.add("sha256").add(digest("sha256", bytes, 0, bytes.length));
    }

    private static byte[] withLength(byte[] blob) {
        return ByteBuffer.allocate(Long.BYTES + blob.length)
                .putLong(blob.length)
                .put(blob)
                .array();
    }
}
