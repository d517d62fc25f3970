package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.command.VersionCommand;

/// `/recon` of the admin port, as scripts that know Swift's read it.
final class ReconTest {
    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Test
    void theFiguresHaveSwiftsShapesAndAreTrue() throws Exception {
        var settings = "devices: 3\nreplicas: 3\nrepair:\n  comparison-pause: 1s\n";
        try (var cloud = RunningCloud.start(folder.resolve("data"), settings, client)) {
            var user = cloud.logIn();
            cloud.swift(user, "PUT", "/c", new byte[0]);
            cloud.swift(user, "PUT", "/c/o", CommandCluster.bytes(1, 500_000));

            assertThat(recon(cloud, "version").path("version").asString()).isEqualTo(VersionCommand.VERSION);
            var usage = recon(cloud, "diskusage");
            assertThat(usage.size()).isEqualTo(3);
            assertThat(usage.at("/2/device").asString()).isEqualTo("d2");
            assertThat(usage.at("/2/mounted").asBoolean()).isTrue();
            assertThat(usage.at("/2/size").asLong())
                    .isEqualTo(
                            usage.at("/2/used").asLong() + usage.at("/2/avail").asLong())
                    .isPositive();
            assertThat(recon(cloud, "mem").path("MemTotal").asString()).matches("[0-9]+ kB");
            assertThat(recon(cloud, "load").path("1m").isNumber()).isTrue();
            assertThat(recon(cloud, "unmounted")).isEmpty();
            assertThat(recon(cloud, "quarantined").toString())
                    .isEqualTo("{\"objects\":0,\"containers\":0,\"accounts\":0,\"policies\":{}}");
            assertThat(recon(cloud, "async").toString()).isEqualTo("{\"async_pending\":0}");
            assertThat(recon(cloud, "driveaudit").toString()).isEqualTo("{\"drive_audit_errors\":0}");
            assertThat(recon(cloud, "ringmd5").toString()).isEqualTo("{\"object.ring.gz\":\"epoch-0\"}");
            assertThat(recon(cloud, "devices").toString())
                    .isEqualTo("{\"" + folder.resolve("data/devices") + "\":[\"d0\",\"d1\",\"d2\"]}");
            assertThat(Math.abs(recon(cloud, "time").asDouble() - System.currentTimeMillis() / 1e3))
                    .isLessThan(60);
            assertThat(recon(cloud, "auditor/object")
                            .at("/object_auditor_stats_ALL/quarantined")
                            .asLong(-1))
                    .isZero();
            assertThat(recon(cloud, "auditor/account")
                            .path("account_audits_passed")
                            .isNull())
                    .isTrue();
            assertThat(recon(cloud, "expirer/object").has("expired_last_pass")).isTrue();
            assertThat(recon(cloud, "updater/container")
                            .path("container_updater_sweep")
                            .isNull())
                    .isTrue();
            awaitReplication(cloud);
        }
    }

    @Test
    void whatIsNoPathIsSwiftsNotFoundAndOnlyTheAdminPortTells() throws Exception {
        try (var cloud = RunningCloud.start(folder.resolve("data"), "", client)) {
            for (var path : new String[] {"nothing", "replication/nothing", "expirer/account", "updater/account", ""}) {
                var answer = send(cloud.endpoints.admin() + "/recon/" + path, "GET");
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).isEqualTo("Invalid path: /recon/" + path);
            }
            assertThat(send(cloud.endpoints.admin() + "/recon/load", "POST").statusCode())
                    .isEqualTo(405);
            assertThat(send(cloud.endpoints.api() + "/recon/load", "GET").statusCode())
                    .isBetween(400, 499);
            assertThat(send(cloud.endpoints.s3() + "/recon/load", "GET").statusCode())
                    .isBetween(400, 499);
        }
    }

    private void awaitReplication(RunningCloud cloud) throws Exception {
        for (int i = 0; i < 300; i++) {
            var told = recon(cloud, "replication/object");
            if (told.path("object_replication_last").isNumber()) {
                assertThat(told.at("/replication_stats/attempted").asLong()).isPositive();
                assertThat(told.path("object_replication_time").asDouble(-1)).isBetween(0.0, 5.0);
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no round of the replicator ended");
    }

    private JsonNode recon(RunningCloud cloud, String path) throws Exception {
        var answer = send(cloud.endpoints.admin() + "/recon/" + path, "GET");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private HttpResponse<String> send(String url, String method) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
