package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class NodeClientTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNodeThatStopsInTheMiddleOfItsAnswerIsWaitedForNoLongerThanOneThatSaysNothing() throws Exception {
        try (var node = new TestNode(folder.resolve("n1"));
                var stopping = node.tls.context().getServerSocketFactory().createServerSocket();
                var hasty = NodeClient.of(node.tls, Duration.ofSeconds(2));
                var client = NodeClient.of(node.tls)) {
            stopping.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var _ = Thread.ofVirtual().start(() -> answerHalf(stopping));

            var answer = hasty.who("127.0.0.1:" + stopping.getLocalPort());

            assertThat(answer).isInstanceOf(NodeClient.Answer.Unreachable.class);
            assertThat(client.who(node.authority())).isInstanceOf(NodeClient.Answer.Given.class);
        }
    }

    private static void answerHalf(java.net.ServerSocket server) {
        try {
            var socket = server.accept(); // Stays open until the test ends.
            var _ = socket.getInputStream().read();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // The test has ended.
        }
    }
}
