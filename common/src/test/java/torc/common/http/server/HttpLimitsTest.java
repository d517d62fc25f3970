package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpLimitsTest {
    @Test
    void aNodeWaitsForAnotherAsLongAsTheSlowestClientMayTakeForARowOfFragments() {
        var clients = HttpLimits.defaults();
        var nodes = clients.amongNodes();
        var rowBytes = 9L * (64 << 10);

        assertThat(nodes.bodyTimeout().toSeconds() * clients.minBodyBytesPerSecond())
                .isGreaterThan(rowBytes);
        assertThat(nodes.minBodyBytesPerSecond() * 32).isLessThan(clients.minBodyBytesPerSecond());
        assertThat(nodes.writeTimeout()).isGreaterThan(clients.writeTimeout());
        assertThat(nodes.maxConcurrentRequests()).isGreaterThan(clients.maxConcurrentRequests());
    }

    @Test
    void whatAnOperatorAllowsClientsBeyondThatIsAllowedNodesToo() {
        var patient = HttpLimits.defaults().amongNodes().amongNodes();

        assertThat(patient).isEqualTo(HttpLimits.defaults().amongNodes());
    }
}
