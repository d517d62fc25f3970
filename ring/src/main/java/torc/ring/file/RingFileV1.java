package torc.ring.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// Version 1 of the ring file: a JSON header, then all assignments as two-byte numbers.
final class RingFileV1 {
    private static final int HEADER_AT = 6;

    private RingFileV1() {}

    static RingFile decode(byte[] content) {
        var buffer = ByteBuffer.wrap(content).position(HEADER_AT);
        var json = new byte[checkedLength(buffer.getInt(), buffer.remaining())];
        buffer.get(json);
        var header = DeviceJson.MAPPER.readTree(json);
        // Files without the key are from before it was there; they were written on little-endian machines.
        var order = header.get("byteorder");
        buffer.order(
                order != null && "big".equals(order.stringValue()) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        var rows = DeviceJson.whole(header, "replica_count", null);
        var partPower = partPower(header);
        // A row more or less would be another replica count: the last one only may be short.
        if (buffer.remaining() % 2 != 0 || rows != (buffer.remaining() / 2 + (1 << partPower) - 1) >> partPower)
            throw new RingFileDamaged("the assignments are not " + rows + " replicas of 2^" + partPower);
        var assignments = new int[buffer.remaining() / 2];
        for (var each = 0; each < assignments.length; each++) assignments[each] = buffer.getShort() & 0xffff;
        return new RingFile(1, 2, ring(header, DeviceJson.read(header.get("devs")), partPower, assignments));
    }

    static int checkedLength(long length, int remaining) {
        if (length < 0 || length > remaining) throw new RingFileDamaged("a length goes beyond the end of the file");
        return (int) length;
    }

    static int partPower(JsonNode header) {
        var partPower = 32 - DeviceJson.whole(header, "part_shift", null);
        if (partPower < 0 || partPower > Ring.MAX_PART_POWER)
            throw new RingFileDamaged("the part power is not 0 to " + Ring.MAX_PART_POWER + ": " + partPower);
        return partPower;
    }

    static Ring ring(JsonNode header, List<@Nullable Device> devices, int partPower, int[] assignments) {
        var version = header.get("version");
        var next = DeviceJson.whole(header, "next_part_power", -1);
        return Ring.of(
                partPower,
                devices,
                assignments,
                version == null || version.isNull() ? 0 : version.longValue(),
                next < 0 ? OptionalInt.empty() : OptionalInt.of(next));
    }

    static List<@Nullable Device> devices(Ring ring) {
        var devices = new ArrayList<@Nullable Device>();
        for (var id = 0; id < ring.deviceSlots(); id++)
            devices.add(ring.deviceWithId(id).orElse(null));
        return devices;
    }

    static byte[] encode(RingFile file) {
        var ring = file.ring();
        var header = DeviceJson.MAPPER.createObjectNode();
        header.put("byteorder", "little").set("devs", DeviceJson.write(devices(ring)));
        ring.nextPartPower().ifPresent(next -> header.put("next_part_power", next));
        header.put("part_shift", 32 - ring.partPower())
                .put("replica_count", ring.replicaRows())
                .put("version", ring.version());
        var json = DeviceJson.MAPPER.writeValueAsBytes(header);
        var assignments = ring.assignments();
        var content = ByteBuffer.allocate(HEADER_AT + 4 + json.length + assignments.length * 2);
        content.put(new byte[] {'R', '1', 'N', 'G', 0, 1}).putInt(json.length).put(json);
        content.order(ByteOrder.LITTLE_ENDIAN);
        for (var id : assignments) content.putShort((short) id);
        return packed(content.array());
    }

    private static byte[] packed(byte[] content) {
        var packed = new ByteArrayOutputStream();
        // Java's gzip header has no time in it, so the same ring is the same bytes.
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }
}
