package torc.ring.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import torc.ring.builder.BuilderState;

/// A builder as a file of Torc's own. Swift keeps its builders as Python pickles, which run code when they
/// are read and are not read here; `write_builder` makes a builder from a ring. Blocking.
public final class BuilderFile {
    private static final byte[] MAGIC = {'T', 'O', 'R', 'C', 'R', 'B'};
    private static final short VERSION = 1;
    private static final int HEADER_BYTES = 8;

    /// Bounds what a damaged file can make us unpack.
    private static final int MAX_BYTES = 1 << 30;

    private BuilderFile() {}

    /// @throws RingFileDamaged if the file is not a builder file, or not a whole one
    /// @throws UncheckedIOException if it cannot be read
    public static BuilderState read(Path path) {
        try {
            return decode(Files.readAllBytes(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Replaces the file at once and for good: after a crash there is the old builder or the new one.
    public static void write(BuilderState state, Path path) {
        WholeFile.write(path, encode(state));
    }

    /// @throws RingFileDamaged if the bytes are not a builder file, or not a whole one
    public static BuilderState decode(byte[] file) {
        if (file.length > 1 && file[0] == (byte) 0x80)
            throw new RingFileDamaged("this is a builder of Swift's (a Python pickle), which Torc does not read; "
                    + "make a builder from its ring file with write_builder");
        if (file.length < HEADER_BYTES || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
            throw new RingFileDamaged("not a builder file: it does not begin with TORCRB");
        var version = ByteBuffer.wrap(file).getShort(MAGIC.length);
        if (version != VERSION) throw new RingFileDamaged("builder file version " + version + " is not known");
        try {
            return state(ByteBuffer.wrap(unpack(file)));
        } catch (RingFileDamaged known) {
            throw known;
        } catch (RuntimeException malformed) {
            throw new RingFileDamaged("the builder file is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static byte[] unpack(byte[] file) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file, HEADER_BYTES, file.length - HEADER_BYTES))) {
            var content = gzip.readNBytes(MAX_BYTES);
            if (content.length == MAX_BYTES) throw new RingFileDamaged("the builder file is too large");
            return content;
        } catch (IOException broken) {
            throw new RingFileDamaged("the builder file cannot be unpacked: " + broken.getMessage(), broken);
        }
    }

    private static BuilderState state(ByteBuffer content) {
        var json = new byte[RingFileV1.checkedLength(content.getInt(), content.remaining())];
        content.get(json);
        var header = DeviceJson.MAPPER.readTree(json);
        var partPower = RingFileV1.partPower(header);
        var assignments = new int
                [RingFileV1.checkedLength(DeviceJson.whole(header, "assignments", null) * 4L, content.remaining()) / 4];
        for (var each = 0; each < assignments.length; each++) assignments[each] = content.getInt();
        if (content.remaining() != 4L << partPower)
            throw new RingFileDamaged("the builder file is not as long as its header says");
        var moved = new int[1 << partPower];
        for (var each = 0; each < moved.length; each++) moved[each] = content.getInt();
        var removed = new TreeSet<Integer>();
        for (var id : DeviceJson.required(header, "removed")) removed.add(id.intValue());
        return new BuilderState(
                DeviceJson.required(header, "id").stringValue(),
                DeviceJson.required(header, "version").longValue(),
                partPower,
                DeviceJson.whole(header, "next_part_power", -1),
                DeviceJson.required(header, "replicas").doubleValue(),
                DeviceJson.whole(header, "min_part_hours", null),
                DeviceJson.required(header, "overload").doubleValue(),
                DeviceJson.read(header.get("devs")),
                removed,
                DeviceJson.required(header, "changed").booleanValue(),
                assignments,
                moved);
    }

    public static byte[] encode(BuilderState state) {
        var header = DeviceJson.MAPPER.createObjectNode();
        header.put("assignments", state.assignments().length).put("changed", state.changed());
        header.set("devs", DeviceJson.write(state.devices()));
        header.put("id", state.id()).put("min_part_hours", state.minPartHours());
        if (state.nextPartPower() >= 0) header.put("next_part_power", state.nextPartPower());
        header.put("overload", state.overload()).put("part_shift", 32 - state.partPower());
        var removed = header.putArray("removed");
        state.removed().forEach(id -> removed.add(id));
        header.put("replicas", state.replicas()).put("version", state.version());
        var json = DeviceJson.MAPPER.writeValueAsBytes(header);
        var content =
                ByteBuffer.allocate(4 + json.length + (state.assignments().length + state.movedAtMinute().length) * 4);
        content.putInt(json.length).put(json);
        for (var id : state.assignments()) content.putInt(id);
        for (var minute : state.movedAtMinute()) content.putInt(minute);
        return packed(content.array());
    }

    private static byte[] packed(byte[] content) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        file.writeBytes(new byte[] {VERSION >> 8, (byte) VERSION});
        try (var gzip = new GZIPOutputStream(file)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return file.toByteArray();
    }
}
