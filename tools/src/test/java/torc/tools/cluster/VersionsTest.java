package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.version.VersionRange;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.server.BlobServer;

/// Nodes of two releases ask each other; those without a common version say so.
final class VersionsTest {
    private static final int THIS = NodeApi.SPOKEN.newest();

    @TempDir
    Path folder;

    private TestNode node;

    @BeforeEach
    void found() {
        node = new TestNode(folder.resolve("n1"), BlobServer.forNodes(List.of(new FakeBlobDevice("d0"))));
    }

    @AfterEach
    void end() {
        node.close();
    }

    private NodeClient client(VersionRange spoken) {
        return new NodeClient(node.tls.context(), Duration.ofSeconds(10), spoken);
    }

    @Test
    void d18_aNodeOfTheNextReleaseIsAnswered() {
        try (var next = client(new VersionRange(THIS, THIS + 1))) {
            assertThat(next.who("127.0.0.1:" + node.port()))
                    .isInstanceOfSatisfying(
                            NodeClient.Answer.Given.class,
                            given ->
                                    assertThat(given.value()).extracting("name").isEqualTo("n1"));
            assertThat(next.get("127.0.0.1:" + node.port(), "/versions", NodeApi.Versions.class))
                    .isEqualTo(new NodeClient.Answer.Given<>(NodeApi.Versions.OURS));
        }
    }

    @Test
    void d18_aNodeOfALaterReleaseIsRefusedAndToldWhy() {
        try (var later = client(new VersionRange(THIS + 1, THIS + 2))) {
            assertThat(later.who("127.0.0.1:" + node.port()))
                    .isInstanceOfSatisfying(NodeClient.Answer.Refused.class, refused -> {
                        assertThat(refused.error()).isEqualTo("OTHER_VERSION");
                        assertThat(refused.message())
                                .contains("this node speaks versions " + NodeApi.SPOKEN.text())
                                .contains((THIS + 1) + "-" + (THIS + 2));
                    });
        }
    }
}
