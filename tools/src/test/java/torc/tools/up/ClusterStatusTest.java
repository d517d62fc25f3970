package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.tools.up.CommandCluster.bytes;
import static torc.tools.up.CommandCluster.run;
import static torc.tools.up.CommandCluster.tried;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.command.StatusCommand;
import torc.tools.rings.RingCommand;

/// What an operator sees of a cluster, and whether it is true.
final class ClusterStatusTest {
    private static final int OBJECTS = 6;

    @TempDir
    private Path folder;

    @Test
    void theStatusOfAnyNodeTellsOfAll() throws Exception {
        try (var cluster = CommandCluster.of(folder, 3)) {
            var first = cluster.node(1);
            first.swift(first.logIn(), "PUT", "/c", new byte[0]);
            for (int i = 0; i < OBJECTS; i++) first.swift(first.logIn(), "PUT", "/c/" + i, bytes(i, 50_000));
            awaitDispersion(cluster, 0);

            var whole = run(new RingCommand(), "dispersion", "--data=" + cluster.data(2));
            assertThat(whole)
                    .contains("Looked at 6 blobs in 1024 of 1024 partitions", "There were 6 blobs missing 0 copies.")
                    .contains("100.00% of object copies found (18 of 18)");
            awaitCopies(cluster, "\"missing\" : 0", "\"wanted\" : 18");
            var text = run(new StatusCommand(), "--data=" + cluster.data(3));
            assertThat(text)
                    .contains("3 nodes, 3 well, 0 silent", "0 blobs miss 0 of 18 copies")
                    .contains("roles proxy,object,block,control", "replicator", "the last took", "auditor-d0");
            var json = status(cluster, 2);
            assertThat(json.at("/cluster/blobs").asLong()).isEqualTo(3 * OBJECTS);
            assertThat(json.at("/cluster/each/n1/daemons/replicator/round/lag-seconds")
                            .isNumber())
                    .isTrue();
            assertThat(json.at("/cluster/each/n3/status").asString()).isEqualTo("ok");

            cluster.node(3).close();
            var missing = tried(new RingCommand(), "dispersion", "--json", "--percent=50", "--data=" + cluster.data(1));
            assertThat(missing.code()).isEqualTo(17);
            assertThat(missing.printed()).contains("\"away\" : [ \"n3/d0\" ]", "\"partitions\" : 512");
            awaitCopies(cluster, "\"missing\" : 6", "\"incomplete-blobs\" : 6", "\"n3/d0\"");
            assertThat(tried(new StatusCommand(), "--data=" + cluster.data(2)).printed())
                    .contains("1 silent", "n3", "silent");
            cluster.up(3);
            awaitDispersion(cluster, 0);
        }
    }

    private static JsonNode status(CommandCluster cluster, int node) {
        return new JsonMapper()
                .readTree(tried(new StatusCommand(), "--json", "--data=" + cluster.data(node))
                        .printed());
    }

    private static void awaitDispersion(CommandCluster cluster, int code) throws Exception {
        for (int i = 0; i < 150; i++) {
            if (tried(new RingCommand(), "dispersion", "--data=" + cluster.data(1))
                            .code()
                    == code) return;
            Thread.sleep(200);
        }
        throw new AssertionError("copies are missing");
    }

    /// The leader counts copies from time to time.
    private static void awaitCopies(CommandCluster cluster, String... texts) throws Exception {
        var copies = "";
        for (int i = 0; i < 300; i++) {
            copies = status(cluster, 1).at("/cluster/copies").toPrettyString();
            if (java.util.Arrays.stream(texts).allMatch(copies::contains)) return;
            Thread.sleep(200);
        }
        throw new AssertionError(copies);
    }
}
