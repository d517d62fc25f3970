package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.http.HttpHandler;
import torc.common.http.HttpResponse;
import torc.common.id.Ids;
import torc.ring.registry.RingRegistry;
import torc.tools.rings.NodesApi;

/// A node goes only when nothing can be lost with it.
final class NodeRemovalTest {
    private static final long SAYS_NOTHING = -1;

    @TempDir
    Path folder;

    private volatile HttpHandler nodes = _ -> HttpResponse.of(503);
    private final AtomicLong blobs = new AtomicLong();
    private TestNode first;
    private String second;

    private record Question(String verb, String node, boolean force) {}

    private record Told(List<NodeRecord> nodes) {}

    @BeforeEach
    void found() {
        first = new TestNode(folder.resolve("n1"), request -> nodes.handle(request));
        var token = first.membership.createToken(Duration.ofHours(1), 1).text();
        second = first.join(folder.resolve("n2"), token, "n2").nodeId();
        var _ = first.membership.tell(second, List.of("d0"), "0.1.0");
        nodes = new NodesApi(
                first.membership,
                new RingRegistry(first.rows, new Ids(TestNode.RANDOM), first.clock),
                List::of,
                () -> "",
                (_, _) -> {
                    if (blobs.get() == SAYS_NOTHING) throw new IllegalStateException("away");
                    return blobs.get();
                });
    }

    @AfterEach
    void end() {
        first.close();
    }

    private NodeClient.Answer<Told> remove(boolean force) {
        try (var client = NodeClient.of(first.tls)) {
            return client.post(first.authority(), "/v1/devices", new Question("REMOVE", "n2", force), Told.class);
        }
    }

    private NodeRecord.State state() {
        return first.membership.node(second).orElseThrow().state();
    }

    @Test
    void aNodeWhoseDevicesAreEmptyGoes() {
        assertThat(remove(false)).isInstanceOf(NodeClient.Answer.Given.class);

        assertThat(state()).isEqualTo(NodeRecord.State.REMOVED);
    }

    @Test
    void aNodeThatStillHoldsBlobsStaysUnlessItIsSaidToBeLost() {
        blobs.set(3);

        assertThat(remove(false)).isInstanceOf(NodeClient.Answer.Refused.class);
        assertThat(state()).isEqualTo(NodeRecord.State.IN);

        assertThat(remove(true)).isInstanceOf(NodeClient.Answer.Given.class);
        assertThat(state()).isEqualTo(NodeRecord.State.REMOVED);
    }

    @Test
    void aNodeThatDoesNotSayWhatItHoldsStaysUnlessItIsSaidToBeLost() {
        blobs.set(SAYS_NOTHING);

        assertThat(remove(false)).isInstanceOf(NodeClient.Answer.Refused.class);
        assertThat(state()).isEqualTo(NodeRecord.State.IN);

        assertThat(remove(true)).isInstanceOf(NodeClient.Answer.Given.class);
    }
}
