package torc.tools.up;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.id.Id128;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.BlobDevice;
import torc.tools.command.VersionCommand;

/// What scripts that know swift-recon ask on `/recon/...` of the admin port, in the shapes of Swift's middleware,
/// from the figures that `torc status` shows. What Torc has no such thing of is null there, as it is in a Swift
/// whose daemon has not run yet. Safe for many threads.
final class ReconApi implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ReconApi.class);
    private static final String PATH = "/recon/";

    /// As many damaged copies of a device are told by their policies; beyond them only the sum is true.
    private static final int MOST_QUARANTINED = 10_000;

    private static final int PAGE = 1_000;

    /// Files of `/proc` that are read are shorter; what is longer is not told.
    private static final int MOST_PROC_BYTES = 1 << 20;

    private static final List<String> KINDS = List.of("account", "container", "object");

    private final JsonMapper json = new JsonMapper();
    private final List<BlobDevice> devices;
    private final Supplier<ObjectNode> status;
    private final Supplier<Map<String, Long>> epochs;
    private final InstantSource clock;
    private final Path devicesFolder;

    /// @param devices of this process
    /// @param status what this process tells of itself
    /// @param epochs of the rings in use, by their names
    /// @param devicesFolder that the devices are in
    ReconApi(
            List<BlobDevice> devices,
            Supplier<ObjectNode> status,
            Supplier<Map<String, Long>> epochs,
            InstantSource clock,
            Path devicesFolder) {
        this.devices = List.copyOf(devices);
        this.status = status;
        this.epochs = epochs;
        this.clock = clock;
        this.devicesFolder = devicesFolder;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (!request.method().equals("GET"))
            return HttpResponse.of(405, Headers.builder().add("Allow", "GET").build(), "");
        var path = request.rawPath();
        try {
            var told = path.startsWith(PATH) ? told(path.substring(PATH.length())) : Optional.<JsonNode>empty();
            return told.map(each -> answer(200, "application/json", each.toString()))
                    .orElseGet(() -> answer(404, "text/plain", "Invalid path: " + path));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Recon failed", e);
            return answer(500, "text/plain", "Internal server error.");
        }
    }

    private static HttpResponse answer(int code, String type, String text) {
        return HttpResponse.of(code, Headers.builder().add("Content-Type", type).build(), text);
    }

    private Optional<JsonNode> told(String asked) throws IOException {
        var slash = asked.indexOf('/');
        var check = slash < 0 ? asked : asked.substring(0, slash);
        var kind = slash < 0 ? "" : asked.substring(slash + 1);
        if (kind.isEmpty()) return ofProcess(check);
        return KINDS.contains(kind) ? ofDaemon(check, kind) : Optional.empty();
    }

    private Optional<JsonNode> ofProcess(String check) throws IOException {
        return switch (check) {
            case "version" -> Optional.of(json.createObjectNode().put("version", VersionCommand.VERSION));
            case "time" -> Optional.of(json.valueToTree(clock.millis() / 1e3));
            case "mem" -> Optional.of(memory());
            case "load" -> Optional.of(load());
            case "mounted" -> Optional.of(mounted());
            case "sockstat" -> Optional.of(sockets());
            case "devices" -> Optional.of(devices());
            case "diskusage" -> Optional.of(diskUsage());
            case "unmounted" -> Optional.of(unmounted());
            case "driveaudit" -> Optional.of(json.createObjectNode().put("drive_audit_errors", failed()));
            case "quarantined" -> Optional.of(quarantined());
            case "ringmd5" -> Optional.of(rings());
            // Rows and listings change in one transaction: no update waits for later.
            case "async" -> Optional.of(json.createObjectNode().put("async_pending", 0));
            case "replication" -> Optional.of(replication());
            default -> Optional.empty();
        };
    }

    private Optional<JsonNode> ofDaemon(String check, String kind) {
        var isObject = kind.equals("object");
        return switch (check) {
            case "replication" ->
                Optional.of(
                        isObject
                                ? replication()
                                : nothing("replication_time", "replication_stats", "replication_last"));
            case "auditor" ->
                Optional.of(
                        isObject
                                ? auditor()
                                : nothing(
                                        kind + "_audits_passed",
                                        kind + "_auditor_pass_completed",
                                        kind + "_audits_since",
                                        kind + "_audits_failed"));
            case "expirer" -> isObject ? Optional.of(expirer()) : Optional.empty();
            case "updater" -> kind.equals("account") ? Optional.empty() : Optional.of(nothing(kind + "_updater_sweep"));
            default -> Optional.empty();
        };
    }

    private ObjectNode nothing(String... fields) {
        var node = json.createObjectNode();
        for (var field : fields) node.putNull(field);
        return node;
    }

    private static String proc(String name) throws IOException {
        try (var in = Files.newInputStream(Path.of("/proc", name))) {
            return new String(in.readNBytes(MOST_PROC_BYTES), StandardCharsets.UTF_8);
        }
    }

    private ObjectNode memory() throws IOException {
        var node = json.createObjectNode();
        for (var line : proc("meminfo").lines().toList()) {
            var colon = line.indexOf(':');
            if (colon > 0)
                node.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return node;
    }

    private ObjectNode load() throws IOException {
        var fields = proc("loadavg").strip().split(" ", -1);
        return json.createObjectNode()
                .put("1m", Double.parseDouble(fields[0]))
                .put("5m", Double.parseDouble(fields[1]))
                .put("15m", Double.parseDouble(fields[2]))
                .put("tasks", fields[3])
                .put("processes", Long.parseLong(fields[4]));
    }

    private ArrayNode mounted() throws IOException {
        var list = json.createArrayNode();
        for (var line : proc("mounts").lines().toList()) {
            var fields = line.split(" ", 3);
            if (fields.length == 3) list.addObject().put("device", fields[0]).put("path", fields[1]);
        }
        return list;
    }

    private ObjectNode sockets() throws IOException {
        var node = json.createObjectNode();
        for (var line : proc("net/sockstat").lines().toList()) {
            var fields = line.split(" ", -1);
            if (!line.startsWith("TCP: ") || fields.length < 11) continue;
            node.put("tcp_in_use", Long.parseLong(fields[2]));
            node.put("orphan", Long.parseLong(fields[4]));
            node.put("time_wait", Long.parseLong(fields[6]));
            node.put("tcp_mem_allocated_bytes", Long.parseLong(fields[10]) * Health.PAGE_BYTES);
        }
        return node;
    }

    private ObjectNode devices() {
        var node = json.createObjectNode();
        var list = node.putArray(devicesFolder.toString());
        for (var device : devices) list.add(device.name());
        return node;
    }

    /// A device that failed counts as one that is not mounted, and says why in the place where Swift does.
    private ArrayNode diskUsage() {
        var list = json.createArrayNode();
        for (var device : devices) {
            var found = device.status();
            var entry = list.addObject().put("device", device.name());
            if (found.failed().isEmpty())
                entry.put("mounted", true)
                        .put("size", found.capacityBytes())
                        .put("used", Math.max(0, found.capacityBytes() - found.freeBytes()))
                        .put("avail", found.freeBytes());
            else
                entry.put("mounted", found.failed())
                        .put("size", "")
                        .put("used", "")
                        .put("avail", "");
        }
        return list;
    }

    private ArrayNode unmounted() {
        var list = json.createArrayNode();
        for (var device : devices) {
            var cause = device.status().failed();
            if (!cause.isEmpty()) list.addObject().put("device", device.name()).put("mounted", cause);
        }
        return list;
    }

    private long failed() {
        return devices.stream()
                .filter(device -> !device.status().failed().isEmpty())
                .count();
    }

    private ObjectNode quarantined() {
        var all = 0L;
        var policies = new TreeMap<Integer, Long>();
        for (var device : devices) {
            all += device.status().quarantined();
            for (var blob : quarantined(device)) policies.merge(PolicyIds.policy(blob), 1L, Long::sum);
        }
        var node =
                json.createObjectNode().put("objects", all).put("containers", 0).put("accounts", 0);
        var each = node.putObject("policies");
        policies.forEach((policy, count) -> each.putObject(policy.toString()).put("objects", count));
        return node;
    }

    private static List<Id128> quarantined(BlobDevice device) {
        var found = new ArrayList<Id128>();
        var page = device.quarantined(Optional.empty(), PAGE);
        while (!page.isEmpty() && found.size() < MOST_QUARANTINED) {
            found.addAll(page);
            page = device.quarantined(Optional.of(page.getLast()), PAGE);
        }
        return found;
    }

    /// Rings are rows, not files: nodes that have a ring's epoch in common have the same ring.
    private ObjectNode rings() {
        var node = json.createObjectNode();
        epochs.get().forEach((ring, epoch) -> node.put(ring + ".ring.gz", "epoch-" + epoch));
        return node;
    }

    private ObjectNode replication() {
        var daemon = status.get().path("daemons").path("replicator");
        var node = json.createObjectNode();
        var lag = daemon.path("round").path("lag-seconds");
        var minutes =
                lag.isNumber() ? daemon.path("round").path("last-round-seconds").asDouble() / 60 : null;
        var ended = lag.isNumber() ? clock.millis() / 1e3 - lag.asLong() : null;
        for (var field : List.of("replication_time", "object_replication_time")) put(node, field, minutes);
        for (var field : List.of("replication_last", "object_replication_last")) put(node, field, ended);
        var stats = node.putObject("replication_stats");
        stats.put("attempted", daemon.path("rounds").asLong());
        stats.put("diff", daemon.path("differing").asLong());
        stats.put("rsync", daemon.path("copied").asLong());
        stats.put("remove", daemon.path("dropped").asLong());
        stats.put("failure", daemon.path("unhealed").asLong());
        return node;
    }

    private static void put(ObjectNode node, String field, @Nullable Double value) {
        if (value == null) node.putNull(field);
        else node.put(field, value.doubleValue());
    }

    /// One auditor a device; together they are what Swift's one process is. It reads files of no bytes, too.
    private ObjectNode auditor() {
        var passes = 0L;
        var damaged = 0L;
        var daemons = status.get().path("daemons");
        for (var device : devices) {
            var daemon = daemons.path("auditor-" + device.name());
            passes += daemon.path("passes").asLong();
            damaged += daemon.path("damaged").asLong();
        }
        var node = json.createObjectNode();
        node.putObject("object_auditor_stats_ALL").put("passes", passes).put("quarantined", damaged);
        node.putNull("object_auditor_stats_ZBF");
        return node;
    }

    private ObjectNode expirer() {
        var removed =
                status.get().path("daemons").path("expirer").path("removed").asLong();
        var node = json.createObjectNode();
        node.putNull("object_expiration_pass");
        return node.put("expired_last_pass", removed);
    }
}
