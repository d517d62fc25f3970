package torc.tools.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpResponse;
import torc.common.http.PathRouter;
import torc.common.metrics.Metrics;
import torc.objectserver.device.BlobDevice;
import torc.tools.command.VersionCommand;
import torc.tools.data.Endpoints;

/// What the admin port tells: metrics for machines, health for machines and `torc status`. It holds no secret.
final class Health {
    static final long PAGE_BYTES = 4096;

    private final JsonMapper json = new JsonMapper();
    private final World world;
    private final List<BlobDevice> devices;
    private final Rows rows;
    private final Work work;
    private final Census census;
    private final Metrics metrics;
    private final Instant startedAt;
    private volatile @org.jspecify.annotations.Nullable Endpoints endpoints;

    Health(World world, List<BlobDevice> devices, Rows rows, Work work, Census census, Metrics metrics) {
        this.world = world;
        this.devices = devices;
        this.rows = rows;
        this.work = work;
        this.census = census;
        this.metrics = metrics;
        this.startedAt = world.clock().instant();
        metrics.gauge("torc_resident_bytes", "memory of the process", () -> (double) residentBytes());
    }

    /// From now on the process counts as up.
    void serves(Endpoints at) {
        endpoints = at;
    }

    HttpHandler routes() {
        return PathRouter.builder()
                .route(
                        "/metrics",
                        request -> HttpResponse.of(
                                200,
                                Headers.builder()
                                        .add("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                                        .build(),
                                metrics.scrape()))
                .route("/health", request -> health())
                .build(request -> HttpResponse.of(404));
    }

    private HttpResponse health() {
        var status = status();
        return HttpResponse.of(
                status.path("status").asString().equals("ok") ? 200 : 503,
                Headers.builder().add("Content-Type", "application/json").build(),
                status.toPrettyString() + "\n");
    }

    /// Everything that is told of this process.
    ObjectNode status() {
        var root = json.createObjectNode();
        var statuses = devices.stream().map(BlobDevice::status).toList();
        var up = endpoints;
        var metadata = rows.health();
        var well = up != null
                && metadata.writable()
                && metadata.copiesAlive() == metadata.copies()
                && statuses.stream().allMatch(status -> status.failed().isEmpty());
        root.put("status", up == null ? "starting" : well ? "ok" : "degraded");
        root.put("version", VersionCommand.VERSION);
        root.put("up-seconds", world.clock().instant().getEpochSecond() - startedAt.getEpochSecond());
        root.put("resident-bytes", residentBytes());
        var list = root.putArray("devices");
        for (int i = 0; i < devices.size(); i++) {
            var status = statuses.get(i);
            var device = list.addObject();
            device.put("name", devices.get(i).name());
            device.put("blobs", status.blobs());
            device.put("stored-bytes", status.liveBytes());
            device.put("free-bytes", status.freeBytes());
            device.put("quarantined", status.quarantined());
            if (!status.failed().isEmpty()) device.put("away", status.failed());
        }
        var mirrors = root.putObject("metadata");
        mirrors.put("writable", metadata.writable());
        mirrors.put("mirrors", metadata.copies());
        mirrors.put("mirrors-alive", metadata.copiesAlive());
        if (!metadata.leader().isEmpty()) mirrors.put("leader", metadata.leader());
        if (!rows.nodes().isEmpty()) {
            var nodes = root.putArray("nodes");
            for (var sight : rows.nodes()) {
                var node = nodes.addObject();
                node.put("name", sight.node().name());
                node.put("state", sight.node().state().name());
                node.put("roles", String.join(",", sight.node().roles()));
                node.put("address", sight.node().address() + ":" + sight.node().clusterPort());
                node.put("version", sight.node().version());
                node.put("answers", sight.answers());
                node.put("leads", metadata.leader().startsWith(sight.node().id() + "-"));
            }
        }
        census.write(root);
        work.write(root.putObject("daemons"));
        if (up != null) {
            var urls = root.putObject("endpoints");
            urls.put("api", up.api());
            urls.put("s3", up.s3());
            urls.put("admin", up.admin());
        }
        return root;
    }

    /// Resident memory as Linux counts it; 0 where it does not say.
    private static long residentBytes() {
        try {
            var fields = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
            return Long.parseLong(fields[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }
}
