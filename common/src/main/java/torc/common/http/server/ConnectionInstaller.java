package torc.common.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Puts a [Connection] into the pipeline once its context is known, and keeps the books on it.
final class ConnectionInstaller extends ChannelInboundHandlerAdapter {
    private final ServerCore core;
    private final Client client;
    private final byte[] lineScratch;
    private final ConnectionSweep sweep;

    ConnectionInstaller(ServerCore core, Client client, byte[] lineScratch, ConnectionSweep sweep) {
        this.core = core;
        this.client = client;
        this.lineScratch = lineScratch;
        this.sweep = sweep;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        var connection = new Connection(core, ctx, client, lineScratch);
        sweep.add(connection);
        ctx.channel().closeFuture().addListener(_ -> {
            sweep.remove(connection);
            core.admission().leaveConnection();
        });
        ctx.pipeline().addAfter(ctx.name(), "torc-connection", connection);
    }
}
