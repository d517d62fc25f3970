package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import torc.common.http.HttpResponse;

/// What becomes of a client that is refused after it has said all that it will.
class HalfClosedTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String MALFORMED = "GET / HTTP/1.1\nHost: h\r\n\r\n";

    /// Writes that a client without room holds up.
    private final ArrayDeque<Runnable> heldUp = new ArrayDeque<>();

    @Test
    void aRefusedClientThatWillSayNoMoreGetsItsAnswerAndIsLeft() {
        for (var request : new String[] {GET, GET + GET, MALFORMED}) {
            var channel = serverWithoutRequestsToSpare();
            channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1));
            channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            assertThat(channel.isOpen()).as("before its answer is out").isTrue();

            while (!heldUp.isEmpty()) heldUp.remove().run();

            assertThat(answered(channel)).startsWith(request.equals(MALFORMED) ? "HTTP/1.1 400 " : "HTTP/1.1 503 ");
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void aRefusedClientThatMaySayMoreIsKept() {
        var channel = serverWithoutRequestsToSpare();
        channel.writeInbound(Unpooled.copiedBuffer(GET, StandardCharsets.ISO_8859_1));

        while (!heldUp.isEmpty()) heldUp.remove().run();

        assertThat(answered(channel)).startsWith("HTTP/1.1 503 ");
        assertThat(channel.isOpen()).isTrue();
        var _ = channel.close();
    }

    private EmbeddedChannel serverWithoutRequestsToSpare() {
        var usual = HttpLimits.defaults();
        var limits = new HttpLimits(
                usual.maxLineBytes(),
                usual.maxHeaders(),
                usual.maxHeadBytes(),
                usual.headTimeout(),
                usual.idleTimeout(),
                usual.bodyTimeout(),
                usual.minBodyBytesPerSecond(),
                usual.writeTimeout(),
                0,
                usual.maxConnections(),
                Duration.ofMinutes(1));
        var core = new ServerCore(
                new HttpServerConfig("test", "127.0.0.1", 0, limits, Optional.empty()),
                _ -> HttpResponse.of(200),
                RequestObserver.none(),
                new RequestIds(InstantSource.system(), new Random(1)),
                new HttpDate(InstantSource.system()),
                InstantSource.system(),
                System::nanoTime,
                new Admission(limits));
        var channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                heldUp.add(() -> {
                    var _ = ctx.writeAndFlush(message, promise);
                });
            }
        });
        channel.pipeline().addLast("place", new ChannelInboundHandlerAdapter());
        var place = channel.pipeline().context("place");
        channel.pipeline()
                .addLast(new Connection(core, place, Client.at("client"), new byte[limits.maxLineBytes() + 2]));
        return channel;
    }

    private static String answered(EmbeddedChannel channel) {
        var all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return all.toString();
    }
}
