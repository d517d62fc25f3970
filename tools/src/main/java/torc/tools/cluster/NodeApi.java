package torc.tools.cluster;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.PathRouter;
import torc.common.tls.NodeTls;
import torc.common.tls.PeerNode;
import torc.tools.command.VersionCommand;

/// What nodes ask each other on the cluster port (docs/formats.md, "Node API"). Serve it with
/// [torc.common.http.server.MutualTls]: every path but `/join` wants a node's certificate, and so does every
/// route that
/// other parts of the node hang beside them.
public final class NodeApi {
    /// Greatest body that is read.
    static final int MAX_BODY_BYTES = 32 << 10;

    private final NodeTls tls;
    private final Membership membership;

    public NodeApi(NodeTls tls, Membership membership) {
        this.tls = tls;
        this.membership = membership;
    }

    /// The node API and these routes, such as a blob server's, on one server. None of the routes is called
    /// without a
    /// certificate of a node of this cluster.
    ///
    /// @param beside handlers by the prefix of their paths
    public HttpHandler with(Map<String, HttpHandler> beside) {
        var builder = PathRouter.builder()
                .route("/join", request -> only("POST", request, this::join))
                .route("/renew", gated(request -> only("POST", request, this::renew)))
                .route("/tokens", gated(request -> only("POST", request, this::createToken)))
                .route("/node", gated(request -> only("GET", request, _ -> whoAmI())));
        beside.forEach((prefix, handler) -> builder.route(prefix, gated(handler)));
        return builder.build(gated(_ -> refusal(404, "NOT_FOUND", "there is nothing here")));
    }

    /// Checked at each request, not only at the handshake: a connection may outlive its node's membership.
    private HttpHandler gated(HttpHandler inner) {
        return request -> {
            var peer = PeerNode.current();
            return peer.isPresent() && tls.admits(peer.get())
                    ? inner.handle(request)
                    : refusal(403, "NO_CERTIFICATE", "a certificate of this cluster is wanted");
        };
    }

    private static HttpResponse only(String method, HttpRequest request, HttpHandler handler) {
        if (!request.method().equals(method)) return refusal(405, "METHOD", method + " only");
        if (request.rawPath().indexOf('/', 1) >= 0) return refusal(404, "NOT_FOUND", "there is nothing here");
        try {
            return handler.handle(request);
        } catch (IllegalArgumentException e) {
            return refusal(400, "MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse join(HttpRequest request) {
        return switch (membership.admit(Json.read(body(request), JoinRequest.class))) {
            case JoinOutcome.Admitted(var admission) -> json(200, admission);
            case JoinOutcome.Refused(var reason, var message) -> refusal(reason.status(), reason.name(), message);
        };
    }

    private HttpResponse renew(HttpRequest request) {
        try {
            var csr = Json.read(body(request), Renewal.class).csr();
            var certificate = membership.renew(PeerNode.PEER.get(), csr);
            return certificate.isPresent()
                    ? json(200, new Renewed(certificate.get()))
                    : refusal(403, "REMOVED", "this node was removed from the cluster");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private HttpResponse createToken(HttpRequest request) {
        var asked = Json.read(body(request), TokenWanted.class);
        try {
            var token = membership.createToken(Duration.ofSeconds(asked.ttlSeconds()), asked.uses());
            return json(200, new TokenMade(token.text()));
        } catch (IllegalStateException e) {
            return refusal(503, "UNAVAILABLE", String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse whoAmI() {
        var self = tls.self();
        return json(200, new Who(self.cluster(), self.id(), self.name(), VersionCommand.VERSION));
    }

    record Renewal(String csr) {}

    record Renewed(String certificate) {}

    record TokenWanted(long ttlSeconds, int uses) {}

    record TokenMade(String token) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /// Who answers, and what program it runs.
    public record Who(String cluster, String node, String name, String version) {}

    record Failure(String error, String message) {}

    /// The record that a request brings.
    ///
    /// @throws IllegalArgumentException if it is none
    public static <T> T read(HttpRequest request, Class<T> type) {
        return Json.read(body(request), type);
    }

    private static byte[] body(HttpRequest request) {
        var bytes = new ByteArrayOutputStream();
        try (var body = request.body()) {
            for (var chunk = body.next(); chunk != null; chunk = body.next()) {
                var piece = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(piece);
                chunk.release();
                if (bytes.size() + piece.length > MAX_BODY_BYTES)
                    throw new IllegalArgumentException("the body has more than " + MAX_BODY_BYTES + " bytes");
                bytes.writeBytes(piece);
            }
        }
        return bytes.toByteArray();
    }

    /// A refusal as the node API says it.
    public static HttpResponse refusal(int status, String error, String message) {
        return json(status, new Failure(error, message));
    }

    /// A record as an answer.
    public static HttpResponse json(int status, Object value) {
        var headers = Headers.builder().add("Content-Type", "application/json").build();
        return HttpResponse.of(status, headers, Json.bytes(value));
    }
}
