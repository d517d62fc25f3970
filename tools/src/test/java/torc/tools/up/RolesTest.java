package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.tools.up.CommandCluster.bytes;
import static torc.tools.up.CommandCluster.run;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.cluster.InitCommand;
import torc.tools.data.DataDirectory;
import torc.tools.rings.RingCommand;

/// Each node runs what its roles name and nothing else.
final class RolesTest {
    @TempDir
    private Path folder;

    @Test
    void aNodeServesItsRolesAndUsesTheOthersOfTheCluster() throws Exception {
        try (var cluster = new CommandCluster(folder)) {
            cluster.init("--roles=object");
            cluster.join(2, "--roles=proxy");
            cluster.join(3, "--roles=control");
            var storage = cluster.node(1);
            var proxy = cluster.node(2);
            var control = cluster.node(3);

            assertThat(storage.endpoints.api()).isEmpty();
            assertThat(storage.endpoints.s3()).isEmpty();
            assertThat(storage.health()).contains("\"name\" : \"d0\"");
            assertThat(proxy.endpoints.s3()).isNotEmpty();
            assertThat(proxy.health()).doesNotContain("\"name\" : \"d0\"").contains("\"devices\" : [ ]");
            assertThat(control.endpoints.s3()).isEmpty();
            assertThat(cluster.data(2).resolve("devices/d0/blobs")).doesNotExist();

            var account = proxy.logIn();
            assertThat(proxy.swift(account, "PUT", "/c", new byte[0]).statusCode())
                    .isEqualTo(201);
            assertThat(proxy.swift(account, "PUT", "/c/o", bytes(1, 100_000)).statusCode())
                    .isEqualTo(201);
            assertThat(proxy.swift(account, "GET", "/c/o", new byte[0]).body()).isEqualTo(bytes(1, 100_000));
            assertThat(storage.health()).contains("\"blobs\" : 1");

            assertThat(status(cluster, proxy.endpoints.api() + "/identity/v3")).isEqualTo(404);
            assertThat(status(cluster, control.endpoints.api() + "/identity/v3"))
                    .isEqualTo(200);
            assertThat(status(cluster, control.endpoints.api() + "/info")).isEqualTo(404);
            assertThat(tokenFrom(cluster, 3)).contains(proxy.endpoints.api() + "/v1/AUTH_", proxy.endpoints.s3());

            var add = CommandCluster.tried(new RingCommand(), "add", "--data=" + cluster.data(3));
            assertThat(add.printed()).contains("has all of these devices");
            assertThat(run(new RingCommand(), "show", "--data=" + cluster.data(2)))
                    .contains("n1/d0")
                    .doesNotContain("n2/d0", "n3/d0");
        }
    }

    @Test
    void theFirstNodeHasDevices() {
        var refused = CommandCluster.tried(
                new InitCommand(), "--data=" + folder.resolve("x"), "--name=n1", "--roles=proxy,control");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.printed()).contains("The first node has the role object");
    }

    private static int status(CommandCluster cluster, String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        return cluster.client
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /// A login at a node's Keystone, with the catalog.
    private static String tokenFrom(CommandCluster cluster, int node) throws Exception {
        var password = DataDirectory.readCredentials(cluster.data(node)).password();
        var body = """
                {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "admin",
                "domain": {"id": "default"}, "password": "%s"}}},
                "scope": {"project": {"name": "admin", "domain": {"id": "default"}}}}}
                """.formatted(password);
        var request = HttpRequest.newBuilder(
                        URI.create(cluster.node(node).endpoints.api() + "/identity/v3/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return cluster.client
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
