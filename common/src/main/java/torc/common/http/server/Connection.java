package torc.common.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import torc.common.http.BodyBroken;
import torc.common.http.ResponseBody.Whole;

/// One connection, on its event loop: cuts the incoming bytes into requests, hands each to an [Exchange], and
/// writes what comes back. One request is in progress at a time; what a client sends ahead waits.
///
/// Methods that say so may be called from any thread; they hop to the loop. All others run on it.
final class Connection extends ChannelInboundHandlerAdapter {
    /// Bodies up to this size are collected before the handler is called, which then never waits for one.
    private static final int COLLECTED_BYTES = 64 << 10;
    /// Bodies of responses up to this size go into one buffer with their head.
    private static final int JOINED_BYTES = 64 << 10;
    /// What is read and dropped of a body that nobody wanted, to keep its connection (S28).
    private static final long DRAINED_BYTES = 256 << 10;
    /// What is read and dropped after a last response, so that the client can read it before the reset.
    private static final long LINGER_BYTES = 4 << 20;

    private static final long LINGER_NANOS = 3_000_000_000L;
    /// What a client may send ahead while its request is worked on.
    private static final int AHEAD_BYTES = 64 << 10;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CHUNK_END = "\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final ServerCore core;
    private final HeadParser parser;
    private final Client client;
    private final ChannelHandlerContext ctx;

    private Input input = Input.HEAD;
    private @Nullable ByteBuf pending;
    private boolean consuming;

    private @Nullable Exchange exchange;
    private boolean responseBegun;
    private boolean closeAfterResponse;
    private boolean continueSent;

    private long bodyRemaining;
    private byte[] collected = new byte[0];
    private int collectedBytes;
    private @Nullable RequestHead collectedHead;
    private @Nullable StreamedBody streamed;
    private @Nullable ChunkedFraming chunks;
    private boolean dropping;
    private long droppedBytes;

    private final Stall stall = new Stall();
    private long sinceNanos;
    private long lastReadNanos;
    private boolean headStarted;

    private enum Input {
        /// A request is awaited or its head is coming.
        HEAD,
        /// A small body is coming.
        COLLECT,
        /// A large body is coming; its handler runs.
        STREAM,
        /// The request is here; its response is awaited.
        DONE,
        /// The last response is sent; what comes is dropped.
        LINGER
    }

    Connection(ServerCore core, ChannelHandlerContext ctx, Client client, byte[] lineScratch) {
        this.core = core;
        this.ctx = ctx;
        this.client = client;
        this.parser = new HeadParser(core.config().limits(), lineScratch);
        this.sinceNanos = core.nanoTime().getAsLong();
        this.lastReadNanos = sinceNanos;
    }

    Client client() {
        return client;
    }

    // ---- What comes in.

    @Override
    public void channelRead(ChannelHandlerContext handlerContext, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        lastReadNanos = core.nanoTime().getAsLong();
        if (input == Input.LINGER) {
            droppedBytes += bytes.readableBytes();
            bytes.release();
            if (droppedBytes > LINGER_BYTES) close();
            return;
        }
        pending = pending == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), pending, bytes);
        consume();
    }

    private void consume() {
        if (consuming) return;
        consuming = true;
        try {
            var goOn = true;
            while (goOn && pending != null && pending.isReadable()) goOn = consumeSome(pending);
            if (pending != null && !pending.isReadable()) {
                pending.release();
                pending = null;
            }
            if (input == Input.DONE && pending != null && pending.readableBytes() > AHEAD_BYTES) setReading(false);
        } finally {
            consuming = false;
        }
    }

    /// False if nothing more can be done with what is here.
    private boolean consumeSome(ByteBuf in) {
        return switch (input) {
            case HEAD -> takeHead(in);
            case COLLECT -> collect(in);
            case STREAM -> stream(in);
            case DONE -> false;
            case LINGER -> {
                in.skipBytes(in.readableBytes());
                yield false;
            }
        };
    }

    private boolean takeHead(ByteBuf in) {
        if (!headStarted) {
            headStarted = true;
            sinceNanos = lastReadNanos;
        }
        return switch (parser.parse(in)) {
            case HeadStep.More _ -> false;
            case HeadStep.Refused refused -> {
                refuse(refused.status(), refused.reason(), true);
                yield true;
            }
            case HeadStep.Complete complete -> {
                headStarted = false;
                begin(complete.head());
                yield true;
            }
        };
    }

    private void begin(RequestHead head) {
        sinceNanos = lastReadNanos;
        continueSent = false;
        dropping = false;
        droppedBytes = 0;
        closeAfterResponse = false;
        if (!core.admission().enterRequest()) {
            refuse(503, "too many requests", head.bodyBytes() != 0 || !head.keepAlive());
            return;
        }
        bodyRemaining = head.bodyBytes();
        if (bodyRemaining == 0) {
            input = Input.DONE;
            dispatch(head, CollectedBody.empty());
        } else if (bodyRemaining > 0 && bodyRemaining <= COLLECTED_BYTES && !head.expectsContinue()) {
            input = Input.COLLECT;
            collectedHead = head;
            collected = new byte[(int) bodyRemaining];
            collectedBytes = 0;
        } else {
            input = Input.STREAM;
            chunks = bodyRemaining == RequestHead.CHUNKED ? new ChunkedFraming() : null;
            streamed = new StreamedBody(this, bodyRemaining, core.config().limits());
            dispatch(head, streamed);
        }
    }

    private void dispatch(RequestHead head, ServerBody body) {
        responseBegun = false;
        var begun = new Exchange(core, this, head, body);
        exchange = begun;
        Thread.ofVirtual().start(begun);
    }

    private boolean collect(ByteBuf in) {
        var length = Math.min(in.readableBytes(), collected.length - collectedBytes);
        in.readBytes(collected, collectedBytes, length);
        collectedBytes += length;
        if (collectedBytes == collected.length) dispatchCollected(null);
        return true;
    }

    private void dispatchCollected(BodyBroken.@Nullable Reason broken) {
        var head = collectedHead;
        if (head == null) throw new IllegalStateException("no head");
        var body = new CollectedBody(collected, collectedBytes, head.bodyBytes(), broken);
        collectedHead = null;
        collected = new byte[0];
        input = Input.DONE;
        if (broken != null) closeAfterResponse = true;
        dispatch(head, body);
    }

    private boolean stream(ByteBuf in) {
        var goOn = streamSome(in);
        if (!dropping || droppedBytes <= DRAINED_BYTES || input != Input.STREAM) return goOn;
        linger(); // Too much to drop for the sake of the connection; but the client must be able to read its response.
        return false;
    }

    private boolean streamSome(ByteBuf in) {
        var framing = chunks;
        if (framing == null) {
            var length = (int) Math.min(bodyRemaining, in.readableBytes());
            bodyRemaining -= length;
            give(in.readRetainedSlice(length));
            if (bodyRemaining == 0) bodyEnded();
            return true;
        }
        return switch (framing.feed(in, this::give)) {
            case MORE -> false;
            case END -> {
                bodyEnded();
                yield true;
            }
            case MALFORMED -> {
                in.skipBytes(in.readableBytes());
                bodyBroke(BodyBroken.Reason.MALFORMED);
                yield false;
            }
        };
    }

    private void give(ByteBuf bytes) {
        if (dropping) droppedBytes += bytes.readableBytes();
        var body = streamed;
        if (body == null) bytes.release();
        else if (body.consume(bytes)) setReading(false);
    }

    private void bodyEnded() {
        var body = streamed;
        streamed = null;
        chunks = null;
        input = Input.DONE;
        if (body != null) body.end();
        if (dropping) nextRequest();
    }

    private void bodyBroke(BodyBroken.Reason reason) {
        var body = streamed;
        streamed = null;
        chunks = null;
        input = Input.DONE;
        closeAfterResponse = true;
        if (body != null) body.fail(reason);
        if (dropping) close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext handlerContext, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) inputEnded();
        else if (!(event instanceof ChannelInputShutdownReadComplete)) super.userEventTriggered(handlerContext, event);
    }

    /// The client has said all that it will; it may still read.
    private void inputEnded() {
        switch (input) {
            case HEAD, LINGER -> close();
            case COLLECT -> dispatchCollected(BodyBroken.Reason.DISCONNECTED);
            case STREAM -> bodyBroke(BodyBroken.Reason.DISCONNECTED);
            case DONE -> closeAfterResponse = true;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext handlerContext) throws Exception {
        if (input == Input.COLLECT) core.admission().leaveRequest();
        input = Input.LINGER;
        var ended = exchange;
        exchange = null;
        if (ended != null) ended.abandon();
        if (pending != null) {
            pending.release();
            pending = null;
        }
        super.channelInactive(handlerContext);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext handlerContext, Throwable cause) {
        // A reset by the client, mostly; what else it may be shows in the exchange that breaks.
        close();
    }

    // ---- What goes out.

    /// Sends a response that is in memory. From any thread.
    void sendWhole(Exchange sender, ResponseHead head, byte[] body) {
        execute(() -> writeWhole(sender, head, body));
    }

    private void writeWhole(Exchange sender, ResponseHead head, byte[] body) {
        if (exchange != sender || responseBegun) {
            sender.observe(false, 0);
            return;
        }
        responseBegun = true;
        welcomeNothing(sender.head(), head);
        var close = mustClose(sender.head(), head);
        var joined = body.length <= JOINED_BYTES;
        var out = ctx.alloc().directBuffer(head.maxBytes() + (joined ? body.length : 0));
        head.writeTo(out, close);
        if (joined) out.writeBytes(body);
        else write(out);
        var written = ctx.writeAndFlush(joined ? out : Unpooled.wrappedBuffer(body));
        if (written.isDone()) responseSent(sender, written.isSuccess(), close, body.length);
        else written.addListener(done -> responseSent(sender, done.isSuccess(), close, body.length));
    }

    /// Sends a part of a streamed response; false if the event loop is gone. From any thread.
    boolean sendPart(ResponsePump.Part part) {
        var accepted = execute(() -> writePart(part));
        if (!accepted) part.done(false);
        return accepted;
    }

    private void writePart(ResponsePump.Part part) {
        var sender = part.exchange();
        if (exchange != sender) {
            part.done(false);
            if (part.last()) sender.observe(false, part.sentBytes());
            return;
        }
        var head = part.head();
        if (head != null) {
            responseBegun = true;
            welcomeNothing(sender.head(), head);
            if (mustClose(sender.head(), head)) closeAfterResponse = true;
            var out = ctx.alloc().directBuffer(head.maxBytes());
            head.writeTo(out, closeAfterResponse);
            write(out);
        }
        if (part.chunked() && part.bytes() > 0) {
            var size = Integer.toHexString(part.bytes()) + "\r\n";
            write(Unpooled.wrappedBuffer(size.getBytes(StandardCharsets.ISO_8859_1)));
        }
        ChannelFuture written = ctx.write(part.wrapped());
        written.addListener(done -> part.done(done.isSuccess()));
        if (part.chunked()) {
            if (part.bytes() > 0) written = ctx.write(Unpooled.wrappedBuffer(CHUNK_END));
            if (part.last()) written = ctx.write(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        if (part.last()) {
            written.addListener(done -> responseSent(sender, done.isSuccess(), closeAfterResponse, part.sentBytes()));
        }
        ctx.flush();
    }

    /// Nobody pulls an empty body, so nobody says `100 Continue` to a client that announced one and waits. RFC 9110
    /// §10.1.1 lets a server leave it out then; botocore takes the final status for that of the connection's next
    /// response too, and waits for the end of that one until it gives up.
    private void welcomeNothing(RequestHead request, ResponseHead response) {
        if (!request.expectsContinue() || continueSent || request.bodyBytes() != 0 || response.status >= 400) return;
        continueSent = true;
        write(Unpooled.wrappedBuffer(CONTINUE));
    }

    /// Whether the connection ends with this response; decided when its head is written.
    private boolean mustClose(RequestHead request, ResponseHead response) {
        if (!request.keepAlive() || response.asksClose || closeAfterResponse) return true;
        if (core.admission().isDraining()) return true;
        // A client that was not told to continue may or may not send its body: nobody can know.
        if (request.expectsContinue() && !continueSent) return true;
        if (input != Input.STREAM) return false;
        return bodyRemaining > DRAINED_BYTES;
    }

    private void responseSent(Exchange sender, boolean success, boolean close, long bytes) {
        sender.observe(success, bytes);
        if (exchange != sender) return;
        exchange = null;
        if (!success) close();
        else if (close || closeAfterResponse) linger();
        else if (input == Input.STREAM) {
            dropping = true;
            lastReadNanos = core.nanoTime().getAsLong(); // That nothing was read before was not the client's doing.
            setReading(true);
        } else nextRequest();
    }

    private void nextRequest() {
        dropping = false;
        input = Input.HEAD;
        sinceNanos = core.nanoTime().getAsLong();
        lastReadNanos = sinceNanos;
        if (core.admission().isDraining() && pending == null) {
            close();
            return;
        }
        setReading(true);
        consume();
    }

    /// Answers on the loop, without a handler.
    private void refuse(int status, String reason, boolean close) {
        input = Input.DONE;
        headStarted = false;
        var requestId = core.requestIds().next();
        var response = ErrorPages.plain(status, requestId, reason);
        var request = new RequestHead("-", "-", "", response.headers(), 0, !close, false, false);
        var head = ResponseHead.of(response, request, core.date().line());
        var body = response.body() instanceof Whole whole ? whole.bytes() : new byte[0];
        var out = ctx.alloc().directBuffer(head.maxBytes() + body.length);
        head.writeTo(out, close);
        out.writeBytes(body);
        core.observer()
                .answered(new AnsweredRequest(
                        core.config().name(), requestId, client.address(), "-", "-", status, true, 0, body.length, 0));
        ctx.writeAndFlush(out).addListener(done -> {
            if (close || closeAfterResponse || !done.isSuccess()) linger();
            else nextRequest();
        });
    }

    /// Says that nothing more will come, and lets the client read the response before the connection goes.
    private void linger() {
        input = Input.LINGER;
        droppedBytes = 0;
        sinceNanos = core.nanoTime().getAsLong();
        if (pending != null) {
            pending.release();
            pending = null;
        }
        if (ctx.channel() instanceof DuplexChannel channel && channel.isInputShutdown()) {
            close();
            return;
        }
        setReading(true);
        if (ctx.channel() instanceof DuplexChannel channel) {
            // With TLS the close-notify must go first; then a plain close is the cleanest end.
            if (core.config().tls().isPresent()) close();
            else channel.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        } else close();
    }

    /// Ends the connection at once, so that the client sees that its response is not whole. From any thread.
    void breakOff() {
        execute(this::close);
    }

    /// The handler wants the body: tells a client that waits to be told (RFC 9110 §10.1.1). From any thread.
    void bodyWanted() {
        var current = exchange;
        if (current != null && !current.head().expectsContinue()) return;
        execute(() -> {
            if (continueSent
                    || responseBegun
                    || exchange == null
                    || !exchange.head().expectsContinue()) return;
            if (input != Input.STREAM) return;
            continueSent = true;
            write(Unpooled.wrappedBuffer(CONTINUE));
            ctx.flush();
        });
    }

    /// There is room for more of the body. From any thread.
    void resumeReading() {
        execute(() -> setReading(true));
    }

    /// A write whose failure shows in the one that ends the response.
    private void write(ByteBuf bytes) {
        var _ = ctx.write(bytes, ctx.voidPromise());
    }

    private void close() {
        var _ = ctx.close();
    }

    private void setReading(boolean reading) {
        if (ctx.channel().config().isAutoRead() != reading)
            ctx.channel().config().setAutoRead(reading);
    }

    private boolean execute(Runnable task) {
        try {
            ctx.executor().execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    close(); // What it was to send or to begin would be waited for in vain.
                    throw e;
                }
            });
            return true;
        } catch (RejectedExecutionException _) {
            return false; // The process stops; the connection is gone with its loop.
        }
    }

    // ---- Time.

    /// Closes what has waited too long. Called a few times a second.
    void sweep(long nowNanos) {
        var limits = core.config().limits();
        switch (input) {
            case LINGER -> {
                if (nowNanos - sinceNanos > LINGER_NANOS) close();
            }
            case HEAD -> {
                var limit = headStarted ? limits.headTimeout() : limits.idleTimeout();
                if (nowNanos - sinceNanos > limit.toNanos()) {
                    if (headStarted) refuse(408, "the head of the request took too long", true);
                    else close();
                } else if (!headStarted && core.admission().isDraining()) close();
            }
            case COLLECT -> {
                if (isBodyStalled(nowNanos, limits)) dispatchCollected(BodyBroken.Reason.STALLED);
            }
            case STREAM -> {
                if (dropping && nowNanos - lastReadNanos > LINGER_NANOS) close();
            }
            case DONE -> {}
        }
        var outbound = ctx.channel().unsafe().outboundBuffer();
        if (stall.isStalled(outbound, nowNanos, limits.writeTimeout().toNanos())) close();
    }

    private boolean isBodyStalled(long nowNanos, HttpLimits limits) {
        var timeout = limits.bodyTimeout().toNanos();
        if (nowNanos - lastReadNanos > timeout) return true;
        var elapsed = nowNanos - sinceNanos;
        return elapsed > timeout / 3 && collectedBytes < limits.minBodyBytesPerSecond() * (elapsed / 1_000_000_000L);
    }
}
