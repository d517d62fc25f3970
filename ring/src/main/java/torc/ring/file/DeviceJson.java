package torc.ring.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import torc.ring.placement.Device;

/// A ring's list of devices as Swift writes it: an array with one object for each id, null for ids without
/// a device. Keys in alphabetic order and text in ASCII, so that the same ring is the same bytes.
final class DeviceJson {
    /// Bounds what a damaged or hostile file can make us build a tree of: 100,000 devices have 2.2 million tokens.
    private static final int MAX_TOKENS = 4_000_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private DeviceJson() {}

    static ArrayNode write(List<@Nullable Device> devices) {
        var array = MAPPER.createArrayNode();
        for (var device : devices) {
            if (device == null) {
                array.addNull();
                continue;
            }
            array.addObject()
                    .put("device", device.name())
                    .put("id", device.id())
                    .put("ip", device.ip())
                    .put("meta", device.meta())
                    .put("port", device.port())
                    .put("region", device.region())
                    .put("replication_ip", device.replicationIp())
                    .put("replication_port", device.replicationPort())
                    .put("weight", device.weight())
                    .put("zone", device.zone());
        }
        return array;
    }

    static List<@Nullable Device> read(@Nullable JsonNode array) {
        if (array == null || !array.isArray()) throw new RingFileDamaged("the ring file has no list of devices");
        var devices = new ArrayList<@Nullable Device>();
        for (var node : array) devices.add(node.isNull() ? null : device(node));
        return devices;
    }

    private static Device device(JsonNode node) {
        var ip = text(node, "ip", null);
        var port = whole(node, "port", null);
        return new Device(
                whole(node, "id", null),
                // Rings from before Swift 1.8 have neither regions nor replication addresses.
                whole(node, "region", 1),
                whole(node, "zone", null),
                ip,
                port,
                text(node, "replication_ip", ip),
                whole(node, "replication_port", port),
                text(node, "device", null),
                required(node, "weight").doubleValue(),
                text(node, "meta", ""));
    }

    static JsonNode required(JsonNode node, String key) {
        var value = node.get(key);
        if (value == null || value.isNull()) throw new RingFileDamaged("the file has no " + key);
        return value;
    }

    static int whole(JsonNode node, String key, @Nullable Integer absent) {
        var value = node.get(key);
        return (value == null || value.isNull()) && absent != null
                ? absent
                : required(node, key).intValue();
    }

    private static String text(JsonNode node, String key, @Nullable String absent) {
        var value = node.get(key);
        return (value == null || value.isNull()) && absent != null
                ? absent
                : required(node, key).stringValue();
    }
}
