package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.tools.up.CommandCluster.bytes;
import static torc.tools.up.CommandCluster.run;
import static torc.tools.up.CommandCluster.tried;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.common.id.Id128;
import torc.tools.whereabouts.ObjectCommand;

/// What an operator is told of where objects are, and whether it is true.
final class WhereaboutsTest {
    private static final String SIX = "devices: 6\nreplicas: 3\npolicies: [cold=4+2]\n";

    /// Repair must not mend what the test breaks before the test has looked.
    private static final String IDLE = "repair:\n  comparison-pause: 1h\n  delay: 1h\n";

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Test
    void aTorcThatRunsAloneTellsWhereTheCopiesAndFragmentsOfAnObjectAre() throws Exception {
        var data = folder.resolve("data");
        try (var cloud = RunningCloud.start(data, SIX, client)) {
            var user = cloud.logIn();
            var account = user.url().substring(user.url().lastIndexOf('/') + 1);
            cloud.swift(user, "PUT", "/c", new byte[0]);
            cloud.swift(user, "PUT", "/f", new byte[0], Map.of("X-Storage-Policy", "cold"));
            cloud.swift(user, "PUT", "/c/small", bytes(1, 100));
            cloud.swift(user, "PUT", "/c/a%20large", bytes(2, 1_000_000));
            cloud.swift(user, "PUT", "/f/large", bytes(3, 1_000_000));

            assertThat(run(new ObjectCommand(), "info", account, "c", "small", "--data=" + data))
                    .contains("/" + account + "/c/small", "bytes        100", "inline, in the metadata");
            var copies = info(data, account, "c", "a large");
            assertThat(copies.at("/objects/0/storage").asString()).isEqualTo("BLOBS");
            assertThat(copies.at("/objects/0/policy").asString()).isEqualTo("default");
            assertThat(states(copies))
                    .hasSize(6)
                    .startsWith("SOUND", "SOUND", "SOUND")
                    .endsWith("NONE", "NONE", "NONE");
            assertThat(copies.at("/blobs/0/copies/0/bytes").asLong()).isEqualTo(1_000_000);
            assertThat(copies.at("/blobs/0/copies/0/place/zone").asInt()).isBetween(1, 6);
            var text = run(new ObjectCommand(), "info", account, "f", "large", "--data=" + data);
            assertThat(text)
                    .contains("ring object-1", "fragments 0", "fragments 5")
                    .doesNotContain("MISSING");

            var blob = copies.at("/blobs/0/blob").asString();
            assertThat(run(new ObjectCommand(), "nodes", "--blob=" + blob, "--handoffs=0", "--data=" + data))
                    .contains("primary", "sound, 1,000,000 bytes")
                    .doesNotContain("handoff");
            var partition = copies.at("/blobs/0/partition").asString();
            assertThat(run(new ObjectCommand(), "nodes", "--partition=" + partition, "--data=" + data))
                    .contains("primary   "
                            + copies.at("/blobs/0/copies/0/place/device").asString());
            var none = tried(new ObjectCommand(), "nodes", "--blob=" + "0".repeat(32), "--data=" + data);
            assertThat(none.code()).isEqualTo(17);
            assertThat(none.printed()).contains("MISSING");
            var unknown = tried(new ObjectCommand(), "info", account, "c", "other", "--data=" + data);
            assertThat(unknown.code()).isEqualTo(18);
            assertThat(unknown.printed()).contains("There is no object /" + account + "/c/other");
            assertThat(tried(new ObjectCommand(), "nodes", "--partition=1024", "--data=" + data)
                            .printed())
                    .contains("ring object has partitions 0 to 1023");

            var url = cloud.endpoints.api() + "/v1/" + account + "/c/a%20large";
            assertThat(get(cloud, "/endpoints/" + account + "/c/a%20large").body())
                    .isEqualTo("[\"" + url + "\"]");
            assertThat(get(cloud, "/endpoints/v2/" + account + "/f/large").body())
                    .contains("\"endpoints\":[\"", "\"X-Backend-Storage-Policy-Index\":\"1\"");
            assertThat(get(cloud, "/endpoints/v1/" + account + "/c/small").body())
                    .isEqualTo("[]");
            assertThat(get(cloud, "/endpoints/v3/" + account + "/c/small").statusCode())
                    .isEqualTo(400);
            assertThat(get(cloud, "/endpoints/" + account + "/c/other").statusCode())
                    .isEqualTo(404);
            assertThat(get(cloud, "/endpoints/" + account + "/c").statusCode()).isEqualTo(404);
            // No user of the API learns where anything is.
            assertThat(cloud.swift(user, "GET", "/../../endpoints/" + account + "/c/small", new byte[0])
                            .statusCode())
                    .isBetween(400, 499);
        }
        assertThat(tried(new ObjectCommand(), "info", "a", "c", "o", "--data=" + data)
                        .code())
                .isEqualTo(3);
    }

    @Test
    void aNodeTellsWhatIsMissingAndWhoIsSilent() throws Exception {
        try (var cluster = new CommandCluster(folder, IDLE)) {
            cluster.init();
            cluster.join(2);
            cluster.join(3);
            cluster.grow();
            for (int node = 1; node <= 3; node++) awaitThree(cluster, node);
            var first = cluster.node(1);
            var user = first.logIn();
            var account = user.url().substring(user.url().lastIndexOf('/') + 1);
            first.swift(user, "PUT", "/c", new byte[0]);
            first.swift(user, "PUT", "/c/large", bytes(1, 1_000_000));
            awaitAll(cluster, account);

            var seen = info(cluster.data(2), account, "c", "large");
            assertThat(states(seen)).containsExactly("SOUND", "SOUND", "SOUND");
            var text = run(new ObjectCommand(), "info", account, "c", "large", "--data=" + cluster.data(2));
            assertThat(text).contains("n1/d0 at 127.0.0.1:", "n2/d0 at", "n3/d0 at", "zone 1", "zone 2", "zone 3");
            assertThat(get(first, "/endpoints/" + account + "/c/large").body())
                    .contains("/v1/devices/d0/blobs/" + seen.at("/blobs/0/blob").asString());
            // The admin port has no certificates, and tells of no object in a cluster.
            assertThat(get(first, "/whereabouts").statusCode()).isEqualTo(404);

            try (var third = cluster.device(3)) {
                var _ = third.drop(Id128.parse(seen.at("/blobs/0/blob").asString()));
            }
            var missing = tried(new ObjectCommand(), "info", account, "c", "large", "--data=" + cluster.data(1));
            assertThat(missing.code()).isEqualTo(17);
            assertThat(missing.printed()).containsPattern("n3/d0 at .* zone 3 +MISSING");

            cluster.node(2).close();
            var silent = tried(new ObjectCommand(), "info", account, "c", "large", "--data=" + cluster.data(1));
            assertThat(silent.code()).isEqualTo(17);
            assertThat(silent.printed()).containsPattern("n2/d0 at .* zone 2 +silent: ");
            cluster.up(2);
        }
    }

    private JsonNode info(Path data, String account, String container, String object) {
        return new JsonMapper()
                .readTree(run(new ObjectCommand(), "info", account, container, object, "--json", "--data=" + data));
    }

    private static java.util.List<String> states(JsonNode answer) {
        var copies = answer.at("/blobs/0/copies");
        return IntStream.range(0, copies.size())
                .mapToObj(copy -> copies.at("/" + copy + "/state").asString())
                .toList();
    }

    private HttpResponse<String> get(RunningCloud cloud, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(cloud.endpoints.admin() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /// A node follows the ring within seconds.
    private static void awaitThree(CommandCluster cluster, int node) throws Exception {
        for (int i = 0; i < 150; i++) {
            if (run(new ObjectCommand(), "nodes", "--partition=0", "--data=" + cluster.data(node))
                    .contains("n3/d0")) return;
            Thread.sleep(200);
        }
        throw new AssertionError("node " + node + " does not follow the ring");
    }

    /// The last of three copies may come after the answer.
    private static void awaitAll(CommandCluster cluster, String account) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (tried(new ObjectCommand(), "info", account, "c", "large", "--data=" + cluster.data(1))
                            .code()
                    == 0) return;
            Thread.sleep(100);
        }
        throw new AssertionError("a copy does not come");
    }
}
