package torc.common.http.server;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.context.RequestContext;
import torc.common.http.BodyBroken;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody.Empty;
import torc.common.http.ResponseBody.HeadOnly;
import torc.common.http.ResponseBody.Streamed;
import torc.common.http.ResponseBody.Whole;
import torc.common.tls.PeerNode;

/// One request and its response: runs the handler on a virtual thread of its own and sends what it answers.
final class Exchange implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final byte[] NOTHING = {};

    private final ServerCore core;
    private final Connection connection;
    private final RequestHead head;
    private final ServerBody body;
    private final String requestId;
    private final long beganNanos;

    private volatile boolean clientGone;
    private volatile @Nullable ResponsePump pump;
    private int status;

    Exchange(ServerCore core, Connection connection, RequestHead head, ServerBody body) {
        this.core = core;
        this.connection = connection;
        this.head = head;
        this.body = body;
        this.requestId = core.requestIds().next();
        this.beganNanos = core.nanoTime().getAsLong();
    }

    RequestHead head() {
        return head;
    }

    ServerBody body() {
        return body;
    }

    /// The connection is gone: whatever is still being sent is given up. From the event loop.
    void abandon() {
        clientGone = true;
        if (body instanceof StreamedBody streamed) streamed.fail(BodyBroken.Reason.DISCONNECTED);
        var sending = pump;
        if (sending != null) sending.abandon();
    }

    @Override
    public void run() {
        var context = new RequestContext(
                requestId, core.clock().instant().plus(core.config().limits().requestDeadline()));
        try {
            var bound = ScopedValue.where(RequestContext.REQUEST, context);
            var node = connection.client().node();
            (node.isPresent() ? bound.where(PeerNode.PEER, node.get()) : bound).run(this::answer);
        } catch (Throwable thrown) { // The outermost frame of this thread.
            LOG.error(
                    "Response could not be sent request={} server={}",
                    requestId,
                    core.config().name(),
                    thrown);
            connection.breakOff();
            observe(false, 0);
        } finally {
            body.close();
            core.admission().leaveRequest();
        }
    }

    private void answer() {
        var response = handle();
        ResponseHead encoded;
        try {
            encoded = ResponseHead.of(response, head, core.date().line());
        } catch (IllegalArgumentException unsayable) {
            LOG.error("Response cannot be said in HTTP request={}", requestId, unsayable);
            if (response.body() instanceof Streamed streamed) streamed.source().close();
            response = failure(500);
            encoded = ResponseHead.of(response, head, core.date().line());
        }
        status = response.status();
        switch (response.body()) {
            case Empty _, HeadOnly _ -> connection.sendWhole(this, encoded, NOTHING);
            case Whole whole -> connection.sendWhole(this, encoded, encoded.sendsBody ? whole.bytes() : NOTHING);
            case Streamed streamed -> {
                if (!encoded.sendsBody) {
                    streamed.source().close();
                    connection.sendWhole(this, encoded, NOTHING);
                } else stream(encoded, streamed);
            }
        }
    }

    private void stream(ResponseHead encoded, Streamed streamed) {
        var sending = new ResponsePump(core, connection, this, encoded, streamed);
        pump = sending;
        if (clientGone) sending.abandon();
        if (sending.sendFirst()) {
            sending.sendRest();
        } else {
            var failure = failure(500);
            status = failure.status();
            var failureBody = failure.body() instanceof Whole whole ? whole.bytes() : NOTHING;
            connection.sendWhole(
                    this,
                    ResponseHead.of(failure, head, core.date().line()),
                    head.method().equals("HEAD") ? NOTHING : failureBody);
        }
    }

    private HttpResponse handle() {
        try {
            var request = new HttpRequest(
                    head.method(),
                    head.path(),
                    head.query(),
                    head.headers(),
                    connection.client().address(),
                    body);
            return core.handler().handle(request);
        } catch (BodyBroken broken) {
            return failure(broken.reason() == BodyBroken.Reason.STALLED ? 408 : 400);
        } catch (RuntimeException | Error bug) {
            // R08: the client learns the request id and nothing else.
            LOG.error(
                    "Request failed request={} server={} method={}",
                    requestId,
                    core.config().name(),
                    head.method(),
                    bug);
            return failure(500);
        }
    }

    private HttpResponse failure(int failureStatus) {
        return ErrorPages.plain(failureStatus, requestId);
    }

    String requestId() {
        return requestId;
    }

    /// Tells the observer, once the response was given to the socket or broken off.
    void observe(boolean whole, long responseBytes) {
        core.observer()
                .answered(new AnsweredRequest(
                        core.config().name(),
                        requestId,
                        connection.client().address(),
                        head.method(),
                        head.path(),
                        status,
                        whole,
                        body.receivedBytes(),
                        responseBytes,
                        core.nanoTime().getAsLong() - beganNanos));
    }
}
